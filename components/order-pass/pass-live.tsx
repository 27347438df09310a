'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** What a change shows by. */
type Shown = { readonly revision: number; readonly payment_status: string; readonly refunded: string };

const POLL_MS = 15_000;

/** Reads the page again whenever the order moved: told by a stream, or where none can be had, every 15 seconds. */
export function PassLive({ orderId, shown }: { orderId: string; shown: Shown }) {
  const router = useRouter();
  const first = useRef(shown);
  useEffect(() => {
    let told = first.current;
    let poll: ReturnType<typeof setInterval> | undefined;
    const events = new EventSource(`/orders/${encodeURIComponent(orderId)}/pass/events`);
    events.onmessage = ({ data }) => {
      const now = JSON.parse(String(data)) as Shown & { last: boolean };
      if (now.revision !== told.revision || now.payment_status !== told.payment_status || now.refunded !== told.refunded) router.refresh();
      told = now;
      if (now.last) events.close();
    };
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) poll ??= setInterval(() => router.refresh(), POLL_MS);
    };
    return () => {
      events.close();
      clearInterval(poll);
    };
  }, [orderId, router]);
  return null;
}
