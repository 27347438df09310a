'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { amountText } from '@/components/ui/money';
import { Notice } from '@/components/ui/notice';
import { StatusPill, type Tone } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { money } from '@/lib/kernel/money';
import type { Authorization, AuthorizationStatus } from '@/lib/spending';

export type AuthorisationRow = Pick<Authorization, 'id' | 'merchant' | 'category' | 'currency' | 'amount' | 'usedAmount' | 'singleUse' | 'expiresAt'> & {
  readonly agentName: string;
  readonly status: AuthorizationStatus;
};

const STATUS: Record<AuthorizationStatus, { readonly text: string; readonly tone: Tone }> = {
  live: { text: 'In force', tone: 'success' },
  used: { text: 'Used', tone: 'muted' },
  expired: { text: 'Over', tone: 'muted' },
  revoked: { text: 'Withdrawn', tone: 'muted' },
};

/** Authorisations, newest first. Withdrawing narrows, so it needs no passkey. */
export function AuthorisationList({ rows }: { rows: readonly AuthorisationRow[] }) {
  const router = useRouter();
  const [pending, setPending] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function withdraw(id: string): Promise<void> {
    setPending(id);
    const answer = await call('DELETE', `/api/agent/v1/authorizations/${encodeURIComponent(id)}`);
    setPending(null);
    setFailure(answer.ok ? null : answer.message);
    if (answer.ok) router.refresh();
  }

  return (
    <>
      {failure ? (
        <Notice tone="danger" live className="mb-3">
          {failure}
        </Notice>
      ) : null}
      <ul className="divide-y divide-border rounded-card border border-border bg-surface">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
            <div className="min-w-0 flex-1 basis-60">
              <p className="wrap-anywhere">
                <span className="font-medium">{row.agentName}</span>, up to <span className="tabular font-medium">{amountText(money(row.amount, row.currency), { code: true })}</span>{' '}
                {whereText(row)}
              </p>
              <p className="text-[13px]/5 text-muted">
                {row.singleUse ? 'One purchase' : `${amountText(money(row.usedAmount, row.currency))} used`}, until <Time at={row.expiresAt} />
              </p>
            </div>
            <div className="flex items-center gap-3 max-sm:w-full max-sm:justify-between">
              <StatusPill tone={STATUS[row.status].tone}>{STATUS[row.status].text}</StatusPill>
              {row.status === 'live' ? (
                <Button variant="danger-quiet" pending={pending === row.id} onClick={() => void withdraw(row.id)} aria-label={`Withdraw the authorisation of ${row.agentName} ${whereText(row)}`}>
                  Withdraw
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

const whereText = ({ merchant, category }: AuthorisationRow): string =>
  [merchant === null ? '' : `at ${merchant}`, category === null ? '' : `for ${category}`].filter(Boolean).join(', ');
