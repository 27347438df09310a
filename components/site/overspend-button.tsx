'use client';

import { useState } from 'react';
import { ownPath } from '@/components/account/own-path';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** The approval's page, as a path of this site: the address is ours, whatever host this page was read on. */
const approvalPath = (url: string): string => (URL.canParse(url) ? ownPath(new URL(url).pathname, '/wallet') : ownPath(url, '/wallet'));

/** Runs the demo agent over its limit and goes to the approval that this opens. */
export function OverspendButton() {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function press(): Promise<void> {
    setPending(true);
    setFailure(null);
    const answer = await call<{ approval_url: string }>('POST', '/api/demo/overspend', {});
    if (answer.ok) return window.location.assign(approvalPath(answer.data.approval_url));
    setFailure(answer.message);
    setPending(false);
  }
  return (
    <>
      <Button pending={pending} onClick={() => void press()}>Let an agent overspend</Button>
      {failure ? <Notice tone="danger" live className="basis-full">{failure}</Notice> : null}
    </>
  );
}
