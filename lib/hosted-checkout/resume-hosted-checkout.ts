import { getAuthentication } from '@/lib/authentication';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { barrier, finish } from './pay-hosted-checkout';
import { challengeUrl, holderOf, SEAL_PURPOSE, toReport } from './start-challenge';
import { clearAuthenticating, findHosted } from './store';
import type { HostedPayment, PayHostedRefusal } from './types';

/**
 * Goes on where the card's bank has asked its holder. What came of it is read from the bank's own record: what a browser carries back proves
 * nothing. While the bank still waits, the holder is sent there again; an authentication pays once. Answers and refuses like payHostedCheckout.
 */
export async function resumeHostedCheckout(ctx: Ctx, id: string): Promise<Result<HostedPayment, PayHostedRefusal>> {
  const row = await findHosted(ctx, id);
  const barred = row ? barrier(ctx, row) : err({ code: 'not_found' as const });
  if (!row || barred) return barred ?? err({ code: 'not_found' });
  const { authenticationId, sealedToken } = row;
  const view = authenticationId !== null && sealedToken !== null ? await getAuthentication(ctx, { id: authenticationId, actor: holderOf(row) }) : null;
  if (!view?.ok || sealedToken === null) return err({ code: 'declined', messages: [] });
  const { authentication, result } = view.value;
  if (authentication.status === 'challenge') return ok({ outcome: 'challenge', url: challengeUrl(ctx, authentication.acsTransactionId) });
  await clearAuthenticating(ctx, id, authentication.id);
  return finish(ctx, row, { token: ctx.keyring.open(sealedToken, SEAL_PURPOSE), authentication: toReport(result) });
}
