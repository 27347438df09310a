import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { AttemptView } from '@/lib/webhook';
import type { WebhookWords } from './webhook-words';

const isTaken = ({ responseStatus }: AttemptView): boolean => responseStatus !== null && responseStatus >= 200 && responseStatus <= 299;

/** Each time that it was posted, newest first, with what the endpoint said. */
export function AttemptList({ attempts, words }: { attempts: readonly AttemptView[]; words: WebhookWords }) {
  return (
    <ol className="divide-y divide-border rounded-card border border-border bg-surface">
      {attempts.map((attempt) => (
        <li key={attempt.number} className="flex flex-col gap-1.5 px-4 py-3 sm:px-5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <span className="font-medium">
              {words.attempt} {attempt.number}
              {attempt.resent ? <span className="font-normal text-muted"> · {words.byHand}</span> : null}
            </span>
            <StatusPill tone={isTaken(attempt) ? 'success' : 'danger'}>{attempt.responseStatus === null ? words.noAnswer : `HTTP ${attempt.responseStatus}`}</StatusPill>
          </div>
          <p className="tabular text-[13px]/5 text-muted">
            <Time at={attempt.at} locale={words.locale} /> · {attempt.durationMs} ms
          </p>
          {attempt.error ? <p className="wrap-anywhere">{attempt.error}</p> : null}
          {attempt.responseBody ? (
            <pre tabIndex={0} role="region" aria-label={`${words.answerTo} ${attempt.number}`} className="max-h-40 overflow-auto rounded-control bg-raised px-3 py-2 font-mono text-[12px]/4 whitespace-pre-wrap wrap-anywhere">
              {attempt.responseBody}
            </pre>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
