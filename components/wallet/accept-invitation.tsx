'use client';

import { useState } from 'react';
import { call } from '@/components/client/http';
import { Button, LinkButton } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** Accepts an invitation as the person who is signed in. */
export function AcceptInvitation({ token }: { token: string }) {
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<{ readonly failure: string | null } | null>(null);

  async function accept(): Promise<void> {
    setPending(true);
    const answer = await call('POST', '/api/agent/v1/wallet/second-approval/accept', { token });
    setPending(false);
    setOutcome({ failure: answer.ok ? null : answer.message });
  }

  if (outcome?.failure === null) {
    return (
      <div className="space-y-3">
        <Notice tone="success" live title="You sign second">
          What needs you comes by mail and waits in your wallet.
        </Notice>
        <LinkButton href="/wallet" variant="primary">
          To your wallet
        </LinkButton>
      </div>
    );
  }
  return (
    <div className="space-y-3">
      {outcome ? (
        <Notice tone="danger" live>
          {outcome.failure}
        </Notice>
      ) : null}
      <Button variant="primary" pending={pending} onClick={() => void accept()} className="max-sm:w-full">
        Accept
      </Button>
    </div>
  );
}
