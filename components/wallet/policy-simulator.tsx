'use client';

import { useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Money } from '@/components/ui/money';
import { Notice } from '@/components/ui/notice';
import { StatusPill, type Tone } from '@/components/ui/status-pill';
import { Cell, Row, Table, TwoLine, type Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { money, parseDecimal, toCurrency } from '@/lib/kernel/money';
import type { Policy } from '@/lib/policy';
import type { PaymentRow } from '@/lib/wallet';
import { PolicyFields } from './policy-fields';
import { readPolicy } from './policy-form';
import { PAYMENT_STATUS } from './words';

type Verdict = 'allow' | 'ask' | 'refuse';
type Replayed = {
  readonly payment_id: string;
  readonly agent: string;
  readonly merchant: string;
  readonly amount: string;
  readonly currency: string;
  readonly at: string;
  readonly status: PaymentRow['status'];
  readonly decision: Verdict;
  readonly reason: string;
};

const VERDICT: Record<Verdict, { readonly text: string; readonly tone: Tone }> = {
  allow: { text: 'Allowed', tone: 'success' },
  ask: { text: 'Asks you', tone: 'warning' },
  refuse: { text: 'Refused', tone: 'danger' },
};

const COLUMNS: readonly Column[] = [
  { label: 'Purchase' },
  { label: 'Then', narrow: 'hidden' },
  { label: 'With these rules', narrow: 'hidden' },
  { label: 'Why', narrow: 'hidden' },
  { label: 'Amount', align: 'right' },
];

/** Edited rules, and what they would have said to past requests. Saves nothing. */
export function PolicySimulator({ agentId, policy }: { agentId: string | null; policy: Policy }) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [requests, setRequests] = useState<readonly Replayed[] | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setPending(true);
    const body = { agent_id: agentId, policy: readPolicy(new FormData(event.currentTarget)) };
    const answer = await call<{ requests: readonly Replayed[] }>('POST', '/api/agent/v1/wallet/policy/replay', body);
    setPending(false);
    setFailure(answer.ok ? null : answer.message);
    setRequests(answer.ok ? answer.data.requests : null);
  }

  return (
    <>
      <form onSubmit={(event) => void submit(event)}>
        <PolicyFields policy={policy} />
        <div className="mt-4 flex flex-wrap items-center gap-2 max-sm:*:w-full">
          <Button type="submit" variant="primary" pending={pending}>
            Replay past activity
          </Button>
          <p className="text-[13px]/5 text-muted">Nothing is saved here.</p>
        </div>
      </form>
      {failure ? (
        <Notice tone="danger" live className="mt-4">
          {failure}
        </Notice>
      ) : null}
      {requests ? <Results requests={requests} /> : null}
    </>
  );
}

function Results({ requests }: { requests: readonly Replayed[] }) {
  const count = (verdict: Verdict): number => requests.filter(({ decision }) => decision === verdict).length;
  return (
    <section aria-label="What would have happened" className="mt-8">
      <h2 className="mb-2 text-[16px]/6 font-semibold tracking-[-0.01em] sm:text-[14px]/5">What would have happened</h2>
      <p role="status" className="tabular mb-3 text-muted">
        Of {requests.length}: {count('allow')} allowed, {count('ask')} would ask you, {count('refuse')} refused.
      </p>
      {requests.length === 0 ? <EmptyState>No agent has asked to pay yet, so there is nothing to replay.</EmptyState> : <Replays requests={requests} />}
    </section>
  );
}

function Replays({ requests }: { requests: readonly Replayed[] }) {
  return (
    <Table caption="Past requests under these rules" columns={COLUMNS}>
      {requests.map((request) => {
        const verdict = VERDICT[request.decision];
        const then = PAYMENT_STATUS[request.status];
        const currency = toCurrency(request.currency);
        return (
          <Row key={request.payment_id}>
            <Cell>
              <span className="block font-medium wrap-anywhere">{request.merchant}</span>
              <span className="block text-[13px]/5 text-muted">
                {request.agent} · <Time at={new Date(request.at)} />
              </span>
              <span className="block text-[13px]/5 text-muted sm:hidden">{request.reason}</span>
            </Cell>
            <Cell narrow="hidden" className="text-muted">{then.text}</Cell>
            <Cell narrow="hidden"><StatusPill tone={verdict.tone}>{verdict.text}</StatusPill></Cell>
            <Cell narrow="hidden" className="text-[13px]/5 text-muted">{request.reason}</Cell>
            <Cell align="right">
              <TwoLine align="right" second={<StatusPill tone={verdict.tone}>{verdict.text}</StatusPill>}>
                <Money value={money(parseDecimal(request.amount, currency) ?? 0n, currency)} />
              </TwoLine>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
