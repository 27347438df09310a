import type { ReactNode } from 'react';
import { CopyId } from '@/components/ui/copy';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { Message } from '@/lib/operations';

/** A request and its answer: a line that opens to both bodies. */
export function Exchange({ message }: { message: Message }) {
  const { at, wire, method, route, status, durationMs, requestId, tenantId, credential, requestBody, responseBody, skipped } = message;
  return (
    <li>
      <details>
        <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2.5 hover:bg-raised sm:px-5">
          <StatusPill tone={status < 400 ? 'success' : status < 500 ? 'warning' : 'danger'}>{status}</StatusPill>
          <span className="min-w-0 flex-1 basis-48 font-mono text-[13px]/5 wrap-anywhere">{method} {route}</span>
          <span className="text-[13px]/5 text-muted"><span className="tabular">{durationMs} ms</span>, {wire}, <Time at={at} /></span>
        </summary>
        <div className="space-y-3 border-t border-border bg-bg px-4 py-3 sm:px-5">
          <dl className="flex flex-wrap gap-x-6 gap-y-1 text-[13px]/5">
            <Fact label="Request"><CopyId id={requestId} what="request id" /></Fact>
            <Fact label="Credential">{credential}</Fact>
            <Fact label="Tenant">{tenantId ? <CopyId id={tenantId} what="tenant" /> : 'none'}</Fact>
          </dl>
          <div className="grid gap-3 lg:grid-cols-2">
            <Body label="Asked" text={requestBody} />
            <Body label="Answered" text={responseBody} />
          </div>
        </div>
      </details>
      {skipped > 0 ? <p className="px-4 pb-2.5 text-[13px]/5 text-muted sm:px-5">{skipped} before it were not kept: too many came at once.</p> : null}
    </li>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex items-baseline gap-2"><dt className="text-muted">{label}</dt><dd className="min-w-0">{children}</dd></div>
);

const Body = ({ label, text }: { label: string; text: string | null }) => (
  <div className="min-w-0">
    <p className="mb-1 text-[13px]/5 text-muted">{label}</p>
    {text === null ? <p className="text-[13px]/5 text-muted">No body, or none that can be shown.</p> : (
      <pre tabIndex={0} role="region" aria-label={label} className="max-h-80 overflow-auto rounded-control border border-border bg-surface px-3 py-2 font-mono text-[12px]/4 whitespace-pre-wrap wrap-anywhere">{text}</pre>
    )}
  </div>
);
