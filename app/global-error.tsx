'use client';

import './globals.css';

/** Stands in for the whole document when even the root layout failed. */
export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Countersign</title>
        <main className="mx-auto max-w-[480px] px-5 pt-[24dvh]">
          <h1 className="text-[24px]/8 font-semibold tracking-[-0.02em]">Something went wrong</h1>
          <p className="mt-1 text-muted">It is our fault, and nothing was paid because of it.</p>
          <button type="button" onClick={reset} className="mt-6 h-12 cursor-pointer rounded-control bg-accent px-4 font-medium text-accent-fg">
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
