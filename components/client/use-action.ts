import { useRouter } from 'next/navigation';
import { useState } from 'react';

/** Runs one thing at a time, tells what went wrong until it is forgotten, and reads the page again when it went well. */
export function useAction() {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  /** Answers whether it went well. */
  async function run(work: () => Promise<string | null>): Promise<boolean> {
    setPending(true);
    setFailure(null);
    const message = await work();
    setPending(false);
    setFailure(message);
    if (message === null) router.refresh();
    return message === null;
  }
  return { pending, failure, run, forget: () => setFailure(null) };
}
