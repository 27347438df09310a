'use client';

import { act } from '@/components/client/http';
import { ActionButton } from '@/components/ui/action-button';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { SessionView } from '@/lib/identity';

/** Where an owner is signed in, and how to end it. */
export function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  return (
    <>
      <ul className="divide-y divide-border rounded-card border border-border bg-surface">
        {sessions.map((session) => (
          <SessionRow key={session.handle} session={session} />
        ))}
      </ul>
      {sessions.length > 1 ? (
        <div className="mt-4">
          <ActionButton className="max-sm:w-full" work={() => act('POST', '/api/account/sessions/end-others', {})}>
            Sign out everywhere else
          </ActionButton>
        </div>
      ) : null}
    </>
  );
}

function SessionRow({ session }: { session: SessionView }) {
  const device = session.device ?? 'Unknown browser';
  return (
    <li className="px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
            <span className="wrap-anywhere">{device}</span>
            {session.isThis ? <StatusPill tone="success">This browser</StatusPill> : null}
          </p>
          <p className="tabular text-[13px]/5 text-muted">
            Last seen <Time at={session.lastSeenAt} /> · Signed in <Time at={session.createdAt} dateOnly />
            {session.clientNetwork ? ` from ${session.clientNetwork}` : null}
          </p>
        </div>
        {session.isThis ? null : (
          <div className="max-sm:w-full">
            <ActionButton className="max-sm:w-full" aria-label={`Sign out ${device}`} work={() => act('DELETE', `/api/account/sessions/${session.handle}`)}>
              Sign out
            </ActionButton>
          </div>
        )}
      </div>
    </li>
  );
}
