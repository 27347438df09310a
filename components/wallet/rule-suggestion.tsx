'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { confirmRuleChange, requestChange } from '@/components/approval/rule-change';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

type Props = { approvalId: string; agentName: string; merchantName: string; times: number; words: string };

/** A change of rules after three approvals alike: accepted with the passkey, or not wanted again. */
export function RuleSuggestion({ approvalId, agentName, merchantName, times, words }: Props) {
  const router = useRouter();
  const path = `/api/step-up/${approvalId}/suggestion`;
  const [pending, setPending] = useState<'accept' | 'dismiss' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [accepted, setAccepted] = useState(false);

  async function run(which: 'accept' | 'dismiss', work: () => Promise<string | null>): Promise<void> {
    setPending(which);
    setFailure(null);
    const message = await work();
    setPending(null);
    setFailure(message);
    if (message !== null) return;
    setAccepted(which === 'accept');
    router.refresh();
  }

  async function accept(): Promise<string | null> {
    const asked = await requestChange(path);
    return asked.ok ? confirmRuleChange(asked.request) : asked.message;
  }

  async function dismiss(): Promise<string | null> {
    const answer = await call('DELETE', path);
    return answer.ok ? null : answer.message;
  }

  if (accepted) return <Notice tone="success" live title="The rule is changed">{words}</Notice>;
  return (
    <section className="rounded-card border border-border bg-surface px-4 py-3 sm:px-5" aria-label="A suggestion">
      <p className="wrap-anywhere">
        You approved {agentName} at {merchantName} {times} times for the same reason. <span className="font-medium">{words}</span>
      </p>
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
      <div className="mt-3 flex flex-wrap gap-2 max-sm:*:w-full">
        <Button pending={pending === 'accept'} disabled={pending !== null} onClick={() => void run('accept', accept)}>
          Change the rule with passkey
        </Button>
        <Button variant="quiet" pending={pending === 'dismiss'} disabled={pending !== null} onClick={() => void run('dismiss', dismiss)}>
          Do not suggest this again
        </Button>
      </div>
    </section>
  );
}
