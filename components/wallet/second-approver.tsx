'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { AmountField, Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

const PATH = '/api/agent/v1/wallet/second-approval';
const USUAL = ['CAD', 'EUR'];

type Above = { readonly currency: string; readonly amount: string };
type Outcome = { readonly failure: string | null; readonly done: string };

/** Who signs large approvals too, and from which amount on. Lower amounts hold at once; higher ones, and the person's end, need the passkey. */
export function SecondApprover({ email, isActive, above }: { email: string | null; isActive: boolean; above: readonly Above[] }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const currencies = [...new Set([...USUAL, ...above.map(({ currency }) => currency)])];

  async function run(done: string, work: () => Promise<string | null>): Promise<void> {
    setPending(true);
    setOutcome(null);
    const failure = await work();
    setPending(false);
    setOutcome({ failure, done });
    router.refresh();
  }

  function invite(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const address = new FormData(event.currentTarget).get('email');
    void run('The invitation is on its way. Nothing changes before it is accepted.', async () => {
      const answer = await call('POST', `${PATH}/invitation`, { email: address });
      return answer.ok ? null : answer.message;
    });
  }

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const wanted = currencies.flatMap((currency) => {
      const amount = form.get(currency);
      return typeof amount === 'string' && amount !== '' ? [{ currency, amount }] : [];
    });
    void run('The amounts are saved. They hold for the next approval.', () => changeWithPasskey(PATH, { above: wanted }));
  }

  return (
    <div className="space-y-4 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      {email === null ? null : (
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 wrap-anywhere">
            <span className="font-medium">{email}</span> {isActive ? 'signs second.' : 'is invited and has not accepted yet.'}
          </p>
          <Button variant="danger" pending={pending} className="max-sm:w-full" onClick={() => void run('Nobody signs second any more.', () => changeWithPasskey(PATH, { approver: null }))}>
            {isActive ? 'Take away' : 'Take back'}
          </Button>
        </div>
      )}
      {isActive ? null : (
        <form onSubmit={invite} className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-64">
            <Field label="Email of the second person" name="email" type="email" required maxLength={254} hint="They need an account with this address, verified, and a passkey." />
          </div>
          <Button type="submit" pending={pending} className="max-sm:w-full">
            {email === null ? 'Invite' : 'Invite instead'}
          </Button>
        </form>
      )}
      <form onSubmit={save} className="space-y-3">
        <div className="grid gap-3 sm:grid-cols-2">
          {currencies.map((currency) => (
            <AmountField key={currency} label={`Two people above, ${currency}`} name={currency} currency={currency} defaultValue={above.find((each) => each.currency === currency)?.amount ?? ''} />
          ))}
        </div>
        {outcome ? (
          <Notice tone={outcome.failure === null ? 'success' : 'danger'} live>
            {outcome.failure ?? outcome.done}
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-center gap-2 max-sm:*:w-full">
          <Button type="submit" variant="primary" pending={pending}>
            Save amounts
          </Button>
          <p className="text-[13px]/5 text-muted">A lower amount holds at once. A higher one, or none, needs your passkey. What your limits allow without you asks neither of you.</p>
        </div>
      </form>
    </div>
  );
}
