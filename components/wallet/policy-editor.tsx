'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { Button, LinkButton } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { Policy } from '@/lib/policy';
import { PolicyFields } from './policy-fields';
import { readPolicy } from './policy-form';

/** The rules of one agent, or (null) of all: stricter ones hold at once, looser ones once the passkey signed them. */
export function PolicyEditor({ agentId, policy }: { agentId: string | null; policy: Policy }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly failure: string | null } | null>(null);
  const path = agentId === null ? '/api/agent/v1/wallet/policy' : `/api/agent/v1/agents/${encodeURIComponent(agentId)}/policy`;

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setPending(true);
    setOutcome(null);
    const failure = await changeWithPasskey(path, readPolicy(new FormData(event.currentTarget)));
    setPending(false);
    setOutcome({ failure });
    if (failure === null) router.refresh();
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <PolicyFields policy={policy} />
      {outcome ? (
        <Notice tone={outcome.failure === null ? 'success' : 'danger'} live className="mt-4">
          {outcome.failure ?? 'The rules are saved. They hold for the next purchase.'}
        </Notice>
      ) : null}
      <div className="mt-4 flex flex-wrap items-center gap-2 max-sm:*:w-full">
        <Button type="submit" variant="primary" pending={pending}>
          Save rules
        </Button>
        <LinkButton href={`/wallet/policy/simulator${agentId === null ? '' : `?agent=${agentId}`}`}>Try on past activity</LinkButton>
        <p className="text-[13px]/5 text-muted">Looser rules need your passkey.</p>
      </div>
    </form>
  );
}
