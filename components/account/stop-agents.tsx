'use client';

import { useEffect, useState } from 'react';
import { call, type Answer } from '@/components/client/http';
import { useKnownHashToken } from '@/components/client/use-hash-token';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';

type Named = readonly { readonly name: string }[];
type Status = { readonly agents: Named; readonly expires_at: string };

/** What the link of a notification stops, and the button that does it. Opening the link stops nothing: scanners of mails open links too. */
export function StopAgents() {
  const token = useKnownHashToken();
  if (token === null) return <p role="status">Reading the link</p>;
  if (token === '') {
    return (
      <Notice tone="danger" title="A part of the link is missing" live>
        Open it from the notification again, or sign in and stop your agents in your wallet.
      </Notice>
    );
  }
  return <Steps key={token} token={token} />;
}

function Steps({ token }: { token: string }) {
  const [status, setStatus] = useState<Answer<Status> | null>(null);
  const [stopped, setStopped] = useState<Answer<{ readonly stopped: Named }> | null>(null);
  const [pending, setPending] = useState(false);

  useEffect(() => {
    void call<Status>('POST', '/api/account/stop/status', { token }).then(setStatus);
  }, [token]);

  async function stop(): Promise<void> {
    setPending(true);
    setStopped(await call('POST', '/api/account/stop', { token }));
    setPending(false);
  }

  if (status === null) return <p role="status">Reading the link</p>;
  if (stopped?.ok) return <Stopped agents={stopped.data.stopped} />;
  const failure = status.ok ? (stopped?.message ?? null) : status.message;
  return (
    <div className="space-y-4">
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      {status.ok && status.data.agents.length === 0 ? (
        <Notice title="No agent runs" live>
          All of them are paused already, or there is none.
        </Notice>
      ) : null}
      {status.ok && status.data.agents.length > 0 ? (
        <>
          <Names title="These agents will be stopped" agents={status.data.agents} />
          <p>Their next call is refused, unused payment tokens are void, and what waits for you is cancelled.</p>
          <Button variant="primary" size="sheet" pending={pending} onClick={() => void stop()}>
            Stop all agents
          </Button>
          <p className="text-[13px]/5 text-muted">
            This link works until <Time at={new Date(status.data.expires_at)} />.
          </p>
        </>
      ) : null}
    </div>
  );
}

function Stopped({ agents }: { agents: Named }) {
  return (
    <Notice tone="success" title="All your agents are stopped" live>
      {agents.length > 0 ? <Names title="Paused now" agents={agents} /> : null}
      Resuming one needs your passkey.
    </Notice>
  );
}

function Names({ title, agents }: { title: string; agents: Named }) {
  return (
    <div>
      <p className="text-[13px]/5 text-muted">{title}</p>
      <ul className="my-1 list-inside list-disc">
        {agents.map(({ name }, index) => (
          <li key={index} className="font-medium wrap-anywhere">
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
