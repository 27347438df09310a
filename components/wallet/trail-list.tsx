import type { TrailRow } from '@/lib/audit-trail';
import { shortenMiddle } from '@/components/ui/shorten';
import { Time } from '@/components/ui/time';
import { actorText, trailText } from './trail-words';

/** What happened, newest first; each entry opens to all that was written, and to its place in the chain. */
export function TrailList({ events }: { events: readonly TrailRow[] }) {
  return (
    <ol className="divide-y divide-border rounded-card border border-border bg-surface">
      {events.map((event) => (
        <li key={event.id}>
          <details>
            <summary className="flex cursor-pointer flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-4 py-3 sm:px-5 sm:py-2.5">
              <span className="min-w-0 wrap-anywhere">{trailText(event)}</span>
              <span className="tabular text-[13px]/5 text-muted">
                {actorText(event.actor)} · <Time at={event.at} />
              </span>
            </summary>
            <div className="px-4 pb-3 text-[13px]/5 text-muted sm:px-5">
              <p>
                {event.seq === null ? 'Waits for its place in the chain.' : <>Entry {event.seq}, hash <code className="font-mono" title={event.hash ?? ''}>{shortenMiddle(event.hash ?? '')}</code></>}
              </p>
              <pre className="mt-1 font-mono text-[12px]/4 wrap-anywhere whitespace-pre-wrap">
                {JSON.stringify({ kind: event.kind, ...(event.subject === null ? {} : { subject: event.subject }), ...event.detail }, null, 2)}
              </pre>
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}
