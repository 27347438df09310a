import Link from 'next/link';
import { Button, LinkButton } from '@/components/ui/button';
import { Field, SelectField } from '@/components/ui/field';
import type { FilterChoices, FilterFault, FilterInput, PaymentStateName } from '@/lib/wallet';
import { PAYMENT_STATE } from './words';

type Option = { readonly value: string; readonly text: string };
const ANY: Option = { value: '', text: 'Any' };

/** What narrows the list. A form that asks by its address: it works without scripts, and what is chosen can be kept as a link. */
export function PaymentFilterForm(props: { path: string; input: FilterInput; choices: FilterChoices; faults: readonly FilterFault[]; timeZone: string; csvHref: string }) {
  const { path, input, choices, faults, timeZone, csvHref } = props;
  const faultOf = (field: keyof FilterInput): string | null => faults.find((fault) => fault.field === field)?.message ?? null;
  const { q: _search, ...narrowing } = input;
  const chosen = Object.values(narrowing).filter(Boolean).length;
  return (
    <form action={path} method="get" role="search" aria-label="Payments" className="mb-4 space-y-3">
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-64">
          <Field label="Search" name="q" type="search" maxLength={100} defaultValue={input.q} placeholder="Merchant, agent, goods, order number or id" />
        </div>
        <Button type="submit">Show</Button>
        <LinkButton href={csvHref} prefetch={false} download>Export CSV</LinkButton>
      </div>
      <details open={chosen > 0} className="rounded-card border border-border bg-surface">
        <summary className="cursor-pointer px-4 py-3 text-[13px]/5 font-medium text-muted sm:px-5 sm:py-2">{chosen === 0 ? 'Filters' : `Filters, ${chosen} set`}</summary>
        <div className="grid grid-cols-2 gap-3 px-4 pb-4 sm:px-5 lg:grid-cols-4">
          <SelectField label="Agent" name="agent" defaultValue={input.agent ?? ''} options={[ANY, ...choices.agents.map(({ id, name }) => ({ value: id, text: name }))]} />
          <SelectField
            label="Merchant" name="merchant" defaultValue={input.merchant ?? ''}
            options={[ANY, ...choices.merchants.map(({ handle, name }) => ({ value: handle, text: name }))]}
          />
          <SelectField label="Status" name="status" defaultValue={input.status ?? ''} error={faultOf('status')} options={[ANY, ...STATES]} />
          <SelectField
            label="Currency" name="currency" defaultValue={input.currency ?? ''} error={faultOf('currency')}
            options={[ANY, ...choices.currencies.map((code) => ({ value: code, text: code }))]}
          />
          <Field label="From day" name="from" type="date" defaultValue={input.from} error={faultOf('from')} hint={`In ${timeZone.replaceAll('_', ' ')}`} />
          <Field label="Until day" name="until" type="date" defaultValue={input.until} error={faultOf('until')} />
          <Field label="At least" name="min" inputMode="decimal" autoComplete="off" defaultValue={input.min} error={faultOf('min')} className="tabular text-right" />
          <Field label="At most" name="max" inputMode="decimal" autoComplete="off" defaultValue={input.max} error={faultOf('max')} className="tabular text-right" />
          <div className="col-span-full flex items-center gap-4">
            <Button type="submit">Apply filters</Button>
            {chosen > 0 ? (
              <Link href={path} className="font-medium text-accent hover:underline">
                Clear all
              </Link>
            ) : null}
          </div>
        </div>
      </details>
    </form>
  );
}

const STATES: readonly Option[] = (Object.entries(PAYMENT_STATE) as [PaymentStateName, string][]).map(([value, text]) => ({ value, text }));
