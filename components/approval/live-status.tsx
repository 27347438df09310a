'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/**
 * Reads the page again once the request is decided elsewhere: on another device, by its end, or because its agent was stopped. What is decided
 * here has more to say first: it stands only where nothing is under way.
 */
export function LiveStatus({ approvalId }: { approvalId: string }) {
  const router = useRouter();
  useEffect(() => {
    const events = new EventSource(`/api/step-up/${encodeURIComponent(approvalId)}/events`);
    events.onmessage = ({ data }) => {
      if ((JSON.parse(String(data)) as { status: string }).status === 'pending') return;
      events.close();
      router.refresh();
    };
    return () => events.close();
  }, [approvalId, router]);
  return null;
}
