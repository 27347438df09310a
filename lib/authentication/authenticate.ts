import { decideResponse, type TransactionStatus } from '@/lib/acs';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { lockOwn, type AuthenticationQuery } from './access';
import { isOpenCheckout } from './start-authentication';
import { isOpen, type AuthenticationStatus } from './status';
import { writeAuthentication } from './store';
import type { Authentication, AuthenticationRefusal } from './types';

export type Authenticate = AuthenticationQuery & {
  /** Named now, or the same that was named before. */
  readonly checkoutId: string | null;
  readonly notificationUrl: string | null;
};

const STATUS_OF: Record<TransactionStatus, AuthenticationStatus> = {
  Y: 'authenticated', A: 'attempted', N: 'not_authenticated', R: 'rejected', U: 'unavailable', C: 'challenge',
};

/** Asks the issuer, once (ACP 2026-04-17, POST /delegate_authentication/{id}/authenticate): it ends, or the holder is to be asked. One that is out of time is answered as it is. */
export function authenticate(ctx: Ctx, command: Authenticate): Promise<Result<Authentication, AuthenticationRefusal>> {
  return inTransaction<Ctx, Result<Authentication, AuthenticationRefusal>>(ctx, async (tx) => {
    const authentication = await lockOwn(tx, command);
    if (!authentication) return err({ code: 'not_found' });
    const { status } = authentication;
    if (status === 'expired') return ok(authentication);
    if (!isOpen(status) || status === 'challenge') return err({ code: 'already_asked', status });
    if (!(await fitsCheckout(tx, authentication, command))) return err({ code: 'unknown_checkout' });
    const response = decideResponse(authentication.scenario, { challenge: authentication.challengeAsked });
    return ok(
      await writeAuthentication(tx, authentication, {
        status: STATUS_OF[response],
        checkoutId: command.checkoutId ?? authentication.checkoutId,
        notificationUrl: command.notificationUrl ?? authentication.notificationUrl,
      }),
    );
  });
}

async function fitsCheckout(tx: Ctx, { checkoutId: named, merchantId }: Authentication, { checkoutId, actor }: Authenticate): Promise<boolean> {
  if (checkoutId === null || checkoutId === named) return true;
  return named === null && (await isOpenCheckout(tx, { actor, merchantId }, checkoutId));
}
