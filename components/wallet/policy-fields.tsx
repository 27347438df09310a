import type { ReactNode } from 'react';
import { CheckField, Field, SelectField } from '@/components/ui/field';
import type { Policy } from '@/lib/policy';
import { DAYS, policyDefaults, SPANS } from './policy-form';

const ACTIONS = [
  { value: 'allow', text: 'Rule is off' },
  { value: 'ask', text: 'Ask me' },
  { value: 'refuse', text: 'Refuse it' },
];

const Action = ({ rule, label, value }: { rule: string; label: string; value: string }) => (
  <SelectField label={label} name={`${rule}.action`} defaultValue={value} options={ACTIONS} />
);

/** One rule: what it is about, a sentence, and its fields. */
function Rule({ title, says, children }: { title: string; says: string; children: ReactNode }) {
  return (
    <fieldset className="px-4 py-4 sm:px-5">
      <legend className="sr-only">{title}</legend>
      <p aria-hidden className="font-medium">
        {title}
      </p>
      <p className="text-[13px]/5 text-muted">{says}</p>
      <div className="mt-3 grid items-end gap-3 sm:grid-cols-3">{children}</div>
    </fieldset>
  );
}

type ListRule = { readonly rule: 'merchants' | 'categories' | 'countries'; readonly title: string; readonly says: string; readonly example: string; readonly what: string; readonly one: string };

const LISTS: readonly ListRule[] = [
  { rule: 'merchants', title: 'Merchants', says: 'By their handles, with commas between them. Leave a field empty for no such rule.', example: 'regal-moose', what: 'merchants', one: 'merchant' },
  { rule: 'categories', title: 'Kinds of goods', says: 'As merchants sort what they sell. One item of a kind that is caught is enough.', example: 'pantry, home', what: 'kinds', one: 'kind' },
  { rule: 'countries', title: 'Countries', says: 'Where the merchant is, as two letters: CA, FR, US.', example: 'CA, FR', what: 'countries', one: 'country' },
];

/** Every rule of a policy, as sentences with fields. Uncontrolled: readPolicy reads the form. */
export function PolicyFields({ policy }: { policy: Policy }) {
  const defaults = policyDefaults(policy);
  return (
    <div className="divide-y divide-border rounded-card border border-border bg-surface">
      {LISTS.map(({ rule, title, says, example, what, one }) => {
        const { allowed, blocked, action } = defaults.list(rule);
        return (
          <Rule key={rule} title={title} says={says}>
            <Field label={`Only these ${what}`} name={`${rule}.allowed`} defaultValue={allowed} placeholder={example} autoComplete="off" />
            <Field label={`Never these ${what}`} name={`${rule}.blocked`} defaultValue={blocked} autoComplete="off" />
            <Action rule={rule} label={`If a ${one} is not allowed`} value={action} />
          </Rule>
        );
      })}
      <Rule title="Hours" says="On your clock. Hours that end before they begin last past midnight.">
        <Field label="From" name="hours.from" type="time" defaultValue={defaults.hours.from} />
        <Field label="Until" name="hours.until" type="time" defaultValue={defaults.hours.until} />
        <Action rule="hours" label="At other times" value={defaults.hours.action} />
        <div className="flex flex-wrap gap-x-5 gap-y-2 sm:col-span-3">
          {DAYS.map((day, index) => (
            <CheckField key={day} label={day} name="hours.days" value={index + 1} defaultChecked={defaults.hours.days.includes(index + 1)} />
          ))}
        </div>
      </Rule>
      <Rule title="How often" says="Counts purchases that stand, yours and the agent's own.">
        <Field label="After this many purchases" name="velocity.purchases" type="number" min={1} max={1000} defaultValue={defaults.velocity.purchases} />
        <SelectField label="Within one" name="velocity.seconds" defaultValue={defaults.velocity.seconds} options={spans(defaults.velocity.seconds)} />
        <Action rule="velocity" label="For one more" value={defaults.velocity.action} />
      </Rule>
      <Rule title="What is new or unusual" says="Against what each agent bought before: amounts after 5 purchases, times of day after 10.">
        <Action rule="new_merchant" label="A merchant for the first time" value={defaults.newMerchant} />
        <Action rule="unusual_hour" label="A time of day at which it never buys" value={defaults.unusualHour} />
        <div className="grid grid-cols-2 items-end gap-3">
          <Field label="Times its usual amount" name="unusual_amount.times" type="number" min={2} max={100} defaultValue={defaults.unusualAmount.times} />
          <Action rule="unusual_amount" label="For more than that" value={defaults.unusualAmount.action} />
        </div>
      </Rule>
    </div>
  );
}

/** The spans to choose from; one that was set otherwise is kept. */
function spans(chosen: string): { value: string; text: string }[] {
  const known = SPANS.map(([value, text]) => ({ value, text }));
  return known.some(({ value }) => value === chosen) ? known : [...known, { value: chosen, text: `${chosen} seconds` }];
}
