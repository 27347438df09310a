import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './cx';

const CONTROL =
  'block w-full rounded-control border border-border-strong bg-surface text-fg placeholder:text-subtle ' +
  'text-[16px]/6 sm:text-[14px]/5 aria-invalid:border-danger disabled:opacity-60';

type Described = { label: ReactNode; hint?: ReactNode; error?: string | null };

function Frame({ id, label, hint, error, children }: Described & { id: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="block text-[13px]/5 font-medium">
        {label}
      </label>
      <div className="mt-1">{children}</div>
      {hint ? (
        <p id={`${id}-hint`} className="mt-1 text-[13px]/5 text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="mt-1 text-[13px]/5 text-danger">
          {error}
        </p>
      ) : null}
    </div>
  );
}

const describedBy = (id: string, { hint, error }: Omit<Described, 'label'>): string | undefined =>
  cx(Boolean(hint) && `${id}-hint`, Boolean(error) && `${id}-error`) || undefined;

/** A labelled text input. The browser's own validation comes first; `error` is what the server said. */
export function Field({ label, hint, error, className, ...rest }: Described & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        {...rest}
        id={id}
        aria-describedby={describedBy(id, { hint, error })}
        aria-invalid={error ? true : undefined}
        className={cx(CONTROL, 'h-12 px-3 sm:h-9', className)}
      />
    </Frame>
  );
}

/** A labelled choice of one. */
export function SelectField({ label, hint, error, options, className, ...rest }: Described & { options: readonly { value: string; text: string; disabled?: boolean }[] } & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select {...rest} id={id} aria-describedby={describedBy(id, { hint, error })} className={cx(CONTROL, 'h-12 px-3 sm:h-9', className)}>
        {options.map(({ value, text, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** A labelled text of several lines. */
export function TextAreaField({ label, hint, error, className, ...rest }: Described & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        {...rest}
        id={id}
        aria-describedby={describedBy(id, { hint, error })}
        aria-invalid={error ? true : undefined}
        className={cx(CONTROL, 'px-3 py-2', className)}
      />
    </Frame>
  );
}

/** An amount in major units, right aligned behind its currency code. Sent as the text that was typed. */
export function AmountField({ label, currency, hint, error, ...rest }: Described & { currency: string } & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <span className="relative block">
        <span aria-hidden className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-[13px]/5 text-muted">
          {currency}
        </span>
        <input
          {...rest}
          id={id}
          inputMode="decimal"
          autoComplete="off"
          pattern="[0-9]{1,9}([.][0-9]{1,2})?"
          title="An amount such as 50 or 49.90"
          aria-describedby={describedBy(id, { hint, error })}
          aria-invalid={error ? true : undefined}
          className={cx(CONTROL, 'tabular h-12 pr-3 pl-14 text-right sm:h-9')}
        />
      </span>
    </Frame>
  );
}

/** A check box with its explanation: the whole row is its label. */
export function CheckField({ label, hint, ...rest }: { label: string; hint?: string } & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className="flex gap-3">
      <input
        {...rest}
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-1 size-5 shrink-0 accent-(--accent) sm:mt-0.5 sm:size-4"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="block font-medium">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-[13px]/5 text-muted">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
