'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const LOOK_MS = 1_000;
const LOOKS = 30;

/** An order that was placed a moment ago has its pass in a second: the page looks again until it is there. */
export function PassSoon() {
  const router = useRouter();
  useEffect(() => {
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      if (looks >= LOOKS) clearInterval(timer);
      router.refresh();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
