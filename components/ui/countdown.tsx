'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

const clockText = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/**
 * Time left, each second. Both instants are the server's, in epoch milliseconds; the browser only measures how much time passed, so a
 * wrong clock does not matter. At zero the page is read again, which then says that it expired.
 */
export function Countdown({ expiresAt, now, prefix = '' }: { expiresAt: number; now: number; prefix?: string }) {
  const router = useRouter();
  const [left, setLeft] = useState(Math.max(0, expiresAt - now));
  useEffect(() => {
    const began = Date.now();
    const timer = setInterval(() => {
      const remaining = Math.max(0, expiresAt - now - (Date.now() - began));
      setLeft(remaining);
      if (remaining > 0) return;
      clearInterval(timer);
      router.refresh();
    }, 1000);
    return () => clearInterval(timer);
  }, [expiresAt, now, router]);
  return <span role="timer" className="tabular">{prefix}{clockText(left)}</span>;
}
