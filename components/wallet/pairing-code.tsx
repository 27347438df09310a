'use client';

import { useState } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/copy';
import { Notice } from '@/components/ui/notice';
import { pairingCommand } from './connect-blocks';

/** Makes a code that one agent may use to ask this owner, and shows how. */
export function PairingCode({ origin }: { origin: string }) {
  const [code, setCode] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function press(): Promise<void> {
    setPending(true);
    const made = await call<{ pairing_code: string }>('POST', '/api/agent/v1/pairing-codes', {});
    setPending(false);
    setFailure(made.ok ? null : made.message);
    if (made.ok) setCode(made.data.pairing_code);
  }
  return (
    <div className="space-y-3">
      {code === null ? null : (
        <>
          <p role="status" className="font-mono text-[24px]/8 tracking-[0.1em]">
            {code}
          </p>
          <p className="text-muted">Good for one request, for 15 minutes. The request then waits for you on this page.</p>
          <CodeBlock what="Command that uses the pairing code" code={pairingCommand(origin, code)} />
        </>
      )}
      {failure ? (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Button pending={pending} onClick={() => void press()}>
        {code === null ? 'Make a pairing code' : 'Make another'}
      </Button>
    </div>
  );
}
