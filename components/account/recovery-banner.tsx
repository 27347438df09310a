import { KeepPasskeys } from '@/components/account/keep-passkeys';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { Recovery } from '@/lib/identity';

/** A recovery is under way: when it may be finished, and how to stop it. */
export function RecoveryBanner({ recovery }: { recovery: Recovery }) {
  return (
    <Notice tone="warning" title="Your passkeys are being replaced" className="mt-6">
      {recovery.status === 'waiting' ? (
        <>
          From <Time at={recovery.readyAt} /> on, the link in your mail makes a new passkey.{' '}
        </>
      ) : (
        'The link in your mail makes the new passkey now. '
      )}
      Your agents are paused. If you did not ask for this, cancel it.
      <div className="mt-3">
        <KeepPasskeys />
      </div>
    </Notice>
  );
}
