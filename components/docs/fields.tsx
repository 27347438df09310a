import type { FieldView } from '@/lib/entrance/api-reference';

/** How far one level is set in. */
const INDENT_REM = 1;

/** The fields of a body, those of an object below it and set in. */
export function Fields({ caption, fields }: { caption: string; fields: readonly FieldView[] }) {
  if (fields.length === 0) return null;
  return (
    <div className="overflow-x-auto rounded-card border border-border bg-surface" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full text-left text-[13px]/5">
        <caption className="sr-only">{caption}</caption>
        <thead className="bg-bg text-[12px]/4 text-muted">
          <tr className="border-b border-border">
            <th scope="col" className="px-4 py-2 font-medium">Field</th>
            <th scope="col" className="px-4 py-2 font-medium">Holds</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {fields.map(({ name, depth, type, required, words }, index) => (
            <tr key={`${index} ${name}`} className="align-baseline">
              <th scope="row" className="px-4 py-1.5 font-normal">
                <code className="font-mono" style={{ paddingLeft: `${depth * INDENT_REM}rem` }}>{name}</code>
                {required ? <span className="ml-2 text-[12px]/4 text-muted">required</span> : null}
              </th>
              <td className="px-4 py-1.5 text-muted wrap-anywhere">
                {type}
                {words ? <span className="block text-fg">{words}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
