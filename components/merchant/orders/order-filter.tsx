import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Field, SelectField } from '@/components/ui/field';
import type { OrderFilterInput } from '@/lib/order';
import type { OrderWords } from './order-words';

type Props = { readonly path: string; readonly input: OrderFilterInput; readonly faults: readonly (keyof OrderFilterInput)[]; readonly wires: readonly string[]; readonly words: OrderWords };

/** What narrows the list. A form that asks by its address: it works without scripts, and what is chosen can be kept as a link. */
export function OrderFilterForm({ path, input, faults, wires, words }: Props) {
  const said = words.filter;
  const chosen = [input.wire, input.from, input.until].filter(Boolean).length;
  const faultOf = (field: keyof OrderFilterInput): string | null => (faults.includes(field) ? said.notKnown : null);
  return (
    <form action={path} method="get" role="search" aria-label={said.label} className="mb-4 space-y-3">
      {input.status ? <input type="hidden" name="status" value={input.status} /> : null}
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-64">
          <Field label={said.search} name="q" type="search" maxLength={100} defaultValue={input.q} placeholder={said.hint} />
        </div>
        <Button type="submit">{said.show}</Button>
      </div>
      <details open={chosen > 0} className="rounded-card border border-border bg-surface">
        <summary className="cursor-pointer px-4 py-3 text-[13px]/5 font-medium text-muted sm:px-5 sm:py-2">{chosen === 0 ? said.more : `${said.set} ${chosen}`}</summary>
        <div className="grid grid-cols-2 gap-3 px-4 pb-4 sm:px-5 lg:grid-cols-4">
          <SelectField label={words.via} name="wire" defaultValue={input.wire ?? ''} error={faultOf('wire')} options={[{ value: '', text: said.any }, ...wires.map((wire) => ({ value: wire, text: wire.toUpperCase() }))]} />
          <Field label={said.from} name="from" type="date" defaultValue={input.from} error={faultOf('from')} />
          <Field label={said.until} name="until" type="date" defaultValue={input.until} error={faultOf('until')} />
          <div className="col-span-full flex items-center gap-4">
            <Button type="submit">{said.show}</Button>
            {chosen > 0 || input.q ? <Link href={path} className="font-medium text-accent hover:underline">{said.clear}</Link> : null}
          </div>
        </div>
      </details>
    </form>
  );
}
