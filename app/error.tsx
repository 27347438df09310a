'use client';

import { MessagePage } from '@/components/site/message-page';
import { Button, LinkButton } from '@/components/ui/button';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <MessagePage
      title="Something went wrong"
      actions={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <LinkButton href="/">Go to the start</LinkButton>
        </>
      }
    >
      It is our fault, and nothing was paid because of it.{error.digest ? ` If you write to us, name the number ${error.digest}.` : ''}
    </MessagePage>
  );
}
