'use client';

import { MessagePage } from '@/components/site/message-page';
import { Button, buttonLook } from '@/components/ui/plain-button';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <MessagePage
      title="Something went wrong"
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <a href="/" className={buttonLook({})}>Go to the start</a>
        </>
      }
    >
      It is our fault, and nothing was paid because of it.{error.digest ? ` If you write to us, name the number ${error.digest}.` : ''}
    </MessagePage>
  );
}
