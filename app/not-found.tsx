import type { Metadata } from 'next';
import { MessagePage } from '@/components/site/message-page';
import { buttonLook } from '@/components/ui/plain-button';

export const metadata: Metadata = { title: 'Not found' };

/** The same page for what does not exist and for what belongs to somebody else. */
export default function NotFound() {
  return (
    <MessagePage title="There is nothing here" actions={<a href="/" className={buttonLook({ variant: 'primary' })}>Go to the start</a>}>
      The address may be mistyped, or what it names is not yours to see.
    </MessagePage>
  );
}
