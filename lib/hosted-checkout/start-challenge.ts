import { authenticate, getAuthentication, startAuthentication, type AuthenticationActor, type AuthenticationResult } from '@/lib/authentication';
import type { AuthenticationReport } from '@/lib/checkout';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { writeAuthenticating } from './store';
import type { HostedPayment, HostedRow, PayHostedRefusal, TypedCard } from './types';

/** What the token of a card that is being authenticated is sealed for. */
export const SEAL_PURPOSE = 'hosted-checkout.token';

type Answer = Result<HostedPayment, PayHostedRefusal>;
type Tried = { readonly token: string; readonly card: TypedCard };

export const holderOf = ({ merchantId }: HostedRow): AuthenticationActor => ({ kind: 'acquirer', merchantId });

/** The bank's page where its holder answers. */
export const challengeUrl = (ctx: Ctx, acsTransactionId: string): string => `${ctx.settings.publicOrigin}/bank/acs/challenge/${acsTransactionId}`;

/**
 * The card's bank wants its holder authenticated (3-D Secure): asks it. Where it asks the holder in turn, the token waits, sealed, until they
 * come back (resume-hosted-checkout.ts); else the payment goes on at once with what the bank said.
 */
export async function startChallenge(ctx: Ctx, row: HostedRow, { token, card }: Tried, goOn: (proof: AuthenticationReport) => Promise<Answer>): Promise<Answer> {
  const { merchantId, checkoutId, amount, currency } = row;
  const actor = holderOf(row);
  const notificationUrl = `${ctx.settings.publicOrigin}/pay/${row.id}/authentication`;
  const started = await startAuthentication(ctx, {
    merchantId, actor, amount, currency, checkoutId, notificationUrl,
    card: { number: card.number, expMonth: String(card.expiry.month), expYear: String(card.expiry.year) },
    javaScript: false,
    challengeAsked: false, // the bank decides
  });
  const asked = started.ok ? await authenticate(ctx, { id: started.value.id, actor, checkoutId, notificationUrl }) : started;
  if (!asked.ok) return err({ code: 'declined', messages: [] });
  const { id: authenticationId, status, acsTransactionId } = asked.value;
  if (status === 'challenge') {
    await writeAuthenticating(ctx, row.id, { authenticationId, sealedToken: ctx.keyring.seal(token, SEAL_PURPOSE) });
    return ok({ outcome: 'challenge', url: challengeUrl(ctx, acsTransactionId) });
  }
  const view = await getAuthentication(ctx, { id: authenticationId, actor });
  return goOn(toReport(view.ok ? view.value.result : null));
}

const OUTCOMES: Record<AuthenticationResult['transactionStatus'], AuthenticationReport['outcome']> = {
  Y: 'authenticated', A: 'attempt_acknowledged', N: 'denied', R: 'rejected', U: 'abandoned',
};

/** What the bank's own record says, in the words of a completion. Null where it came to no end. */
export const toReport = (result: AuthenticationResult | null): AuthenticationReport => ({
  outcome: result ? OUTCOMES[result.transactionStatus] : 'abandoned',
  cryptogram: result?.cryptogram ?? null,
  eci: result?.eci ?? null,
  transactionId: result?.dsTransactionId ?? null,
  version: result?.version ?? null,
});
