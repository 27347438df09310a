import { admitAgent, type AgentLimit, type AgentPermission, type MandateRequest, type NewAgent, proposeAgent } from '@/lib/agent';
import { type RateLimited, throttle, throttleAddress } from '@/lib/identity';
import { addSeconds } from '@/lib/kernel/clock';
import { sha256Hex } from '@/lib/kernel/hash';
import { newId, randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { type Ctx, inTransaction, record } from '@/lib/ports';
import type { Authorization } from './check-authorization';
import { findAskedPurchase, toPurchaseTerms } from './single-purchase';
import { approveGrant, denyPending, findPendingByUserCode, insertGrant, lockGrant, putProposal } from './store';
import type { Asked, Grant } from './types';
import { normalizeUserCode, userCodeHash } from './user-code';

/** RFC 6749 section 4.1.2 asks for a short life; ten minutes are its most. */
export const CODE_SECONDS = 60;
/** How long a consent page may be looked at. */
const CONSENT_SECONDS = 10 * 60;
/** How long an agent has to fetch what was approved, at least. */
const COLLECT_SECONDS = 5 * 60;
const GUESSES_PER_OWNER = { points: 20, seconds: 15 * 60 };
const GUESSES_PER_ADDRESS = { points: 60, seconds: 15 * 60 };

/** What the owner lets the agent have. Its merchants are those that were asked for. */
export type Terms = { readonly name?: string; readonly permissions: readonly AgentPermission[]; readonly limits: readonly AgentLimit[] };
/** The owner answers a request for one purchase: `snapshotHash` is of the cart that the page showed. */
export type PurchaseTerms = { readonly snapshotHash: string };
export type Consent = { readonly grantId: string; readonly mandate: MandateRequest };

/**
 * The live request behind a user code. Each look is counted, by owner and by address over all processes, before it is made: guessing ends
 * long before it finds one (RFC 8628 section 5.1). `request_not_found` for every code that names nothing live.
 */
export async function findDeviceGrant(
  ctx: Ctx,
  look: { userCode: string; walletId: string; clientAddress: string },
): Promise<Result<Grant, { code: 'request_not_found' } | RateLimited>> {
  const byOwner = await throttle(ctx, { what: 'user-code', by: look.walletId, budget: GUESSES_PER_OWNER });
  if (!byOwner.ok) return byOwner;
  const byAddress = await throttleAddress(ctx, { what: 'user-code', clientAddress: look.clientAddress, budget: GUESSES_PER_ADDRESS });
  if (!byAddress.ok) return byAddress;
  const code = normalizeUserCode(look.userCode);
  const grant = code === null ? null : await findPendingByUserCode(ctx, userCodeHash(ctx, code));
  return grant && (grant.walletId === null || grant.walletId === look.walletId) ? ok(grant) : err({ code: 'request_not_found' });
}

/** A live request that waits for this owner alone: it came by a pairing code, or the owner has it open. */
export async function findOwnGrant(ctx: Ctx, { grantId, walletId }: { grantId: string; walletId: string }): Promise<Grant | null> {
  const grant = await inTransaction(ctx, (tx) => lockGrant(tx, grantId));
  return grant?.walletId === walletId && isLive(ctx, grant) ? grant : null;
}

const isLive = (ctx: Ctx, grant: Grant): boolean => grant.status === 'pending' && grant.expiresAt > ctx.clock.now();

/** Opens the consent to an authorization request: `authorization` was checked by checkAuthorization. */
export const proposeForCode = (ctx: Ctx, command: { walletId: string; authorization: Authorization; terms: Terms }): Promise<Consent> =>
  inTransaction(ctx, async (tx) => {
    const { asked, client, redirectUri, state, codeChallenge, dpopJkt } = command.authorization;
    const now = tx.clock.now();
    const id = newId('grant', now.getTime());
    await insertGrant(tx, {
      id, kind: 'code', asked, oauthClientId: client.id, walletId: command.walletId, redirectUri, state, codeChallenge, dpopJkt,
      codeHash: null, userCodeHash: null, intervalSeconds: 5, expiresAt: addSeconds(now, CONSENT_SECONDS),
    });
    return propose(tx, { grantId: id, walletId: command.walletId, asked, terms: command.terms });
  });

export type ProposeError = { readonly code: 'request_not_found' | 'wrong_terms' | 'purchase_changed' };

/**
 * Opens the consent to a device request. The owner who opens it first is the one who can answer it. `wrong_terms`: a request for one purchase
 * takes the hash of its cart and nothing else. `purchase_changed`: the cart is not, or no longer, the one that the owner looked at.
 */
export const proposeForDevice = (
  ctx: Ctx,
  command: { walletId: string; grantId: string; terms: Terms | PurchaseTerms },
): Promise<Result<Consent, ProposeError>> =>
  inTransaction<Ctx, Result<Consent, ProposeError>>(ctx, async (tx) => {
    const { walletId, terms } = command;
    const grant = await lockGrant(tx, command.grantId);
    const isOpen = grant?.kind === 'device' && isLive(tx, grant) && (grant.walletId === null || grant.walletId === walletId);
    if (!grant || !isOpen) return err({ code: 'request_not_found' });
    const { asked, id: grantId } = grant;
    if (!('snapshotHash' in terms)) return asked.purchase ? err({ code: 'wrong_terms' }) : ok(await propose(tx, { grantId, walletId, asked, terms }));
    if (!asked.purchase) return err({ code: 'wrong_terms' });
    const snapshot = await findAskedPurchase(tx, asked.purchase);
    if (snapshot?.hash !== terms.snapshotHash) return err({ code: 'purchase_changed' });
    return ok(await propose(tx, { grantId, walletId, asked, terms: toPurchaseTerms(snapshot) }));
  });

type Proposed = Terms & Pick<NewAgent, 'merchants' | 'purchase'>;

/** Nothing is an agent yet: the proposal waits on the grant for the owner's passkey. */
async function propose(tx: Ctx, { grantId, walletId, asked, terms }: { grantId: string; walletId: string; asked: Asked; terms: Proposed }): Promise<Consent> {
  const { proposal, mandate } = await proposeAgent(tx, { walletId, merchants: asked.merchants, ...terms, name: terms.name ?? asked.name });
  await putProposal(tx, grantId, proposal);
  return { grantId, mandate };
}

/** What an approval leads to: back to the client for a code, nowhere for a device, which is polling. */
export type Approved = { readonly agentId: string; readonly redirect: { readonly uri: string; readonly code: string; readonly state: string | null } | null };

/**
 * Approves a request under the owner's passkey, which signs the intent mandate with exactly the permissions and limits that were proposed:
 * agent, mandate and code come to be in one transaction, or none does.
 */
export const approveConsent = (
  ctx: Ctx,
  command: { walletId: string; grantId: string; assertion: unknown },
): Promise<Result<Approved, { code: 'request_not_found' | 'invalid_assertion' }>> =>
  inTransaction(ctx, async (tx) => {
    const grant = await lockGrant(tx, command.grantId);
    if (!grant?.proposal || grant.walletId !== command.walletId || !isLive(tx, grant)) return err({ code: 'request_not_found' });
    const admitted = await admitAgent(tx, { proposal: grant.proposal, assertion: command.assertion });
    if (!admitted.ok) return admitted;
    const now = tx.clock.now();
    const agentId = admitted.value.id;
    await record(tx, { of: command, kind: 'agent.connected', actor: 'owner', subject: agentId, detail: { by: grant.kind } });
    if (grant.kind === 'device' || grant.redirectUri === null) {
      const collectUntil = addSeconds(now, COLLECT_SECONDS);
      const expiresAt = collectUntil > grant.expiresAt ? collectUntil : grant.expiresAt;
      await approveGrant(tx, { id: grant.id, agentId, codeHash: null, expiresAt });
      return ok({ agentId, redirect: null });
    }
    const code = randomToken('ac_');
    await approveGrant(tx, { id: grant.id, agentId, codeHash: sha256Hex(code), expiresAt: addSeconds(now, CODE_SECONDS) });
    return ok({ agentId, redirect: { uri: grant.redirectUri, code, state: grant.state } });
  });

/** The owner says no: the next poll is told access_denied. */
export const denyConsent = (ctx: Ctx, command: { grantId: string }): Promise<Result<null, { code: 'request_not_found' }>> =>
  inTransaction(ctx, async (tx) => {
    const grant = await lockGrant(tx, command.grantId);
    if (!grant || !isLive(tx, grant)) return err({ code: 'request_not_found' });
    await denyPending(tx, grant.id);
    return ok(null);
  });
