import { Cell, Row, Table } from '@/components/ui/table';
import type { Preview } from '@/lib/sheet';
import type { DataWords } from './data-words';

type Shown = { readonly preview: Preview; readonly words: DataWords };

/** What is wrong with a file, by row. */
export function FaultTable({ preview: { faults, faultCount }, words }: Shown) {
  return (
    <>
      <Table caption={words.faults} columns={[{ label: words.row }, { label: words.column }, { label: words.fault }]}>
        {faults.map(({ row, column, code }) => (
          <Row key={`${row}-${column}-${code}`}>
            <Cell className="tabular whitespace-nowrap">{row ?? words.file}</Cell>
            <Cell className="font-mono text-[13px]/5 wrap-anywhere">{column ?? '\u2014'}</Cell>
            <Cell className="wrap-anywhere">{words.codes[code]}</Cell>
          </Row>
        ))}
      </Table>
      <More count={faultCount - faults.length} what={words.moreFaults} />
    </>
  );
}

/** What a file would change, by row: of one that is there the cells that move, of a new one those that are not empty. */
export function ChangeTable({ preview: { changes, created, changed }, words }: Shown) {
  return (
    <>
      <Table caption={words.preview} columns={[{ label: words.row, narrow: 'hidden' }, { label: words.change }]}>
        {changes.map(({ row, before, after }) => {
          const [key = ''] = Object.values(after);
          const moved = Object.entries(after).filter(([name, cell], index) => index > 0 && (before === null ? cell !== '' : before[name] !== cell));
          return (
            <Row key={row}>
              <Cell className="tabular align-top" narrow="hidden">{row}</Cell>
              <Cell>
                <p className="wrap-anywhere">
                  <span className="font-mono text-[13px]/5 font-semibold">{key}</span> {before === null ? <span className="text-[13px]/5 text-success">{words.isNew}</span> : null}
                </p>
                <ul className="text-[13px]/5 text-muted">
                  {moved.map(([name, cell]) => (
                    <li key={name} className="wrap-anywhere">
                      <span className="font-mono">{name}</span>: {before === null ? null : <><del>{before[name] || words.empty}</del> {'\u2192'} </>}
                      <span className="text-fg">{cell || words.empty}</span>
                    </li>
                  ))}
                </ul>
              </Cell>
            </Row>
          );
        })}
      </Table>
      <More count={created + changed - changes.length} what={words.moreRows} />
    </>
  );
}

const More = ({ count, what }: { count: number; what: string }) => (count > 0 ? <p className="mt-2 text-[13px]/5 text-muted">+ {count} {what}</p> : null);
