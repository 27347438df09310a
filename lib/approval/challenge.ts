import { randomBytes } from 'node:crypto';
import { addSeconds } from '@/lib/kernel/clock';
import { canonicalJson, sha256Base64url } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { money, toDecimal } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { insertChallenge } from './store';
import type { Approval, Challenge, Signature, SignedContent } from './types';

const TTL_SECONDS = 5 * 60;

/** Renders what the page shows into what a passkey signs, for one card and one person. A new nonce each time: no two challenges are alike. */
export async function issueChallenge(ctx: Ctx, approval: Approval, { paymentMethodId, signerWalletId }: { paymentMethodId: string; signerWalletId: string }): Promise<Challenge> {
  const signedContent = toSignedContent(approval, paymentMethodId, randomBytes(16).toString('base64url'));
  return handOut(ctx, approval, { paymentMethodId, signedContent, challenge: challengeOf(signedContent), signerWalletId });
}

/** The very content that the other of two people has signed, for this one to sign too. */
export const repeatChallenge = (ctx: Ctx, approval: Approval, { paymentMethodId, signedContent, challenge }: Signature, signerWalletId: string): Promise<Challenge> =>
  handOut(ctx, approval, { paymentMethodId, signedContent, challenge, signerWalletId });

async function handOut(ctx: Ctx, { id: approvalId }: Approval, { signerWalletId, ...content }: Omit<Challenge, 'id'> & { signerWalletId: string }): Promise<Challenge> {
  const now = ctx.clock.now();
  const challenge: Challenge = { id: newId('challenge', now.getTime()), ...content };
  await insertChallenge(ctx, { ...challenge, approvalId, signerWalletId, expiresAt: addSeconds(now, TTL_SECONDS) });
  return challenge;
}

/** base64url of SHA-256 over the canonical JSON: rules.md, "Challenge". */
export const challengeOf = (content: SignedContent): string => sha256Base64url(canonicalJson(content));

function toSignedContent({ id, snapshot, agentId, secondWalletId }: Approval, paymentMethodId: string, nonce: string): SignedContent {
  const decimal = (amount: bigint): string => toDecimal(money(amount, snapshot.currency));
  return {
    v: 1,
    approval_id: id,
    snapshot_hash: snapshot.hash,
    merchant: { handle: snapshot.merchantHandle, name: snapshot.merchantName },
    items: snapshot.items.map((item) => ({ id: item.id, name: item.name, quantity: item.quantity, total: decimal(item.totalAmount) })),
    address: snapshot.address,
    total: decimal(snapshot.totalAmount),
    currency: snapshot.currency,
    payment_method_id: paymentMethodId,
    agent_id: agentId,
    ...(secondWalletId === null ? {} : { second_approver: secondWalletId }),
    nonce,
  };
}
