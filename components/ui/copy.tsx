'use client';

import { useEffect, useState } from 'react';
import { cx } from './cx';
import { useFrameWords } from './language';
import { shortenMiddle } from './shorten';

const CONFIRMED_MS = 1500;

/** Copies a text and says so for a moment. */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const [copied, setCopied] = useState(false);
  const words = useFrameWords();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      aria-label={`${words.copy} ${what}`}
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
      className={cx(
        'z-10 shrink-0 cursor-pointer whitespace-nowrap rounded-[6px] px-1.5 py-0.5 text-[12px]/4 font-medium text-accent hover:bg-raised',
        className ?? 'relative',
      )}
    >
      <span aria-live="polite">{copied ? words.copied : words.copy}</span>
    </button>
  );
}

/** An id in mono, shortened in the middle, with a button that copies all of it. */
export function CopyId({ id, what, whole = false }: { id: string; what: string; whole?: boolean }) {
  return (
    <span className="inline-flex max-w-full items-baseline gap-1">
      <code title={id} className="font-mono text-[13px]/5 wrap-anywhere">
        {whole ? id : shortenMiddle(id)}
      </code>
      <CopyButton text={id} what={what} />
    </span>
  );
}

/** Commands to run, as they are, with a button that copies them. */
export function CodeBlock({ code, what }: { code: string; what: string }) {
  return (
    <div className="flex items-start rounded-card border border-border bg-surface">
      <pre tabIndex={0} aria-label={what} role="region" className="min-w-0 flex-1 overflow-x-auto rounded-card px-4 py-3 font-mono text-[13px]/5">
        <code>{code}</code>
      </pre>
      <CopyButton text={code} what={what} className="m-2.5" />
    </div>
  );
}
