'use client';

import { useState } from 'react';
import { signOut } from '@/components/client/session';
import { useFrameWords } from '@/components/ui/language';

/** Ends the session of whoever is signed in; `end` ends another kind of session, and answers whether it did. */
export function SignOutButton({ end = signOut, to = '/' }: { end?: () => Promise<boolean>; to?: string }) {
  const words = useFrameWords();
  const [state, setState] = useState<'idle' | 'pending' | 'failed'>('idle');
  async function press(): Promise<void> {
    setState('pending');
    if (await end()) window.location.assign(to);
    else setState('failed');
  }
  return (
    <button
      type="button"
      disabled={state === 'pending'}
      onClick={() => void press()}
      className="cursor-pointer rounded-control py-1 text-[13px]/5 text-muted hover:text-fg"
    >
      {state === 'failed' ? words.signOutAgain : words.signOut}
    </button>
  );
}
