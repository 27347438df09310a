'use client';

import { useState } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { act } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { AgentRow } from '@/lib/wallet';

const path = (agentId: string): string => `/api/agent/v1/agents/${encodeURIComponent(agentId)}`;

/** Pausing narrows, so it needs no passkey. Null when it is done, else what to tell. */
const pause = (agentId: string): Promise<string | null> => act('PATCH', path(agentId), { status: 'suspended' });

const revoke = (agentId: string): Promise<string | null> => act('DELETE', path(agentId));

/** Making an agent active widens what may happen, so it needs the passkey. */
const activate = (agentId: string): Promise<string | null> => changeWithPasskey(path(agentId), { status: 'active' });

/** Pause, used where an owner has just declined a purchase. */
export function PauseAgent({ agentId, agentName }: { agentId: string; agentName: string }) {
  const { pending, failure, run } = useAction();
  const [paused, setPaused] = useState(false);
  if (paused)
    return (
      <Notice tone="success" live>
        {agentName} is paused. It can do nothing until you resume it.
      </Notice>
    );
  const press = async (): Promise<void> => setPaused(await run(() => pause(agentId)));
  return (
    <>
      {failure ? (
        <Notice tone="danger" live className="mb-3">
          {failure}
        </Notice>
      ) : null}
      <Button size="sheet" pending={pending} onClick={() => void press()}>
        Pause this agent
      </Button>
    </>
  );
}

/** What an owner may do with an agent in its present state. */
export function AgentActions({
  agentId,
  agentName,
  status,
  hasPasskey,
  oneTouch = false,
}: {
  agentId: string;
  agentName: string;
  status: AgentRow['status'];
  hasPasskey: boolean;
  /** Pausing asks nothing first. The buttons then say whom they mean: several agents stand on one page. */
  oneTouch?: boolean;
}) {
  const { pending, failure, run } = useAction();
  const [asking, setAsking] = useState<'pause' | 'revoke' | null>(null);
  if (status === 'revoked') return null;

  const confirm = (work: () => Promise<string | null>) => {
    setAsking(null);
    void run(work);
  };
  const named = (verb: string): string | undefined => (oneTouch ? `${verb} ${agentName}` : undefined);
  return (
    <div className="flex flex-col gap-3 max-sm:w-full sm:items-end">
      <div className="flex flex-wrap gap-2 max-sm:*:flex-1">
        {status === 'active' ? (
          <Button pending={pending} aria-label={named('Pause')} onClick={() => (oneTouch ? void run(() => pause(agentId)) : setAsking('pause'))}>
            Pause
          </Button>
        ) : null}
        {status === 'suspended' && hasPasskey ? (
          <Button variant={oneTouch ? 'secondary' : 'primary'} pending={pending} aria-label={named('Resume with passkey:')} onClick={() => void run(() => activate(agentId))}>
            Resume with passkey
          </Button>
        ) : null}
        {status === 'pending' && hasPasskey ? (
          <Button variant={oneTouch ? 'secondary' : 'primary'} pending={pending} aria-label={named('Confirm with passkey:')} onClick={() => void run(() => activate(agentId))}>
            Confirm with passkey
          </Button>
        ) : null}
        <Button variant="danger" pending={pending} aria-label={named('Revoke')} onClick={() => setAsking('revoke')}>
          Revoke
        </Button>
      </div>
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Dialog open={asking === 'pause'} title={`Pause ${agentName}?`} onClose={() => setAsking(null)}>
        <p className="mt-1 text-muted">
          Its next call is refused, and its unused payment tokens too. You can resume it with your passkey at any time.
        </p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setAsking(null)}>Keep it active</Button>
          <Button variant="primary" onClick={() => confirm(() => pause(agentId))}>
            Pause agent
          </Button>
        </div>
      </Dialog>
      <Dialog open={asking === 'revoke'} title={`Revoke ${agentName}?`} onClose={() => setAsking(null)}>
        <p className="mt-1 text-muted">Its credentials stop working at once and cannot be brought back. What it has bought stays in your records.</p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setAsking(null)}>Keep it</Button>
          <Button variant="danger" onClick={() => confirm(() => revoke(agentId))}>
            Revoke agent
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
