import { isChallengeOf } from '@/components/client/challenge';
import { call } from '@/components/client/http';
import { signWithPasskey, type RequestOptions } from '@/components/client/passkey';
import type { SpendingLimits } from '@/components/wallet/limits-fields';
import { parseDecimal, toCurrency } from '@/lib/kernel/money';

/** Which request is answered, as POST /api/agent/v1/oauth/consents takes it. */
export type DeviceRef = { readonly user_code: string } | { readonly grant_id: string };
export type RequestRef = { readonly query: string } | DeviceRef;

/** What the owner sees and allows: permissions and limits, or one cart. */
export type ShownTerms = { readonly permissions: readonly string[]; readonly spending_limits: readonly SpendingLimits[] } | { readonly snapshot_hash: string };

type MandateLimit = { readonly currency: string; readonly perTransaction: string; readonly daily: string; readonly weekly?: string; readonly monthly: string };
export type MandateContent = {
  readonly after: { readonly permissions: readonly string[]; readonly limits: readonly MandateLimit[]; readonly merchants?: readonly string[] };
  readonly purchase?: { readonly snapshotHash: string };
};
type Proposed = { readonly grant_id: string; readonly mandate: { readonly content: MandateContent; readonly publicKey: RequestOptions } };
type Confirmed = { readonly agent_id: string; readonly redirect_to?: string };
export type Allowed = { readonly ok: true; readonly confirmed: Confirmed } | { readonly ok: false; readonly message: string };

/**
 * Proposes what the page shows at this moment, signs the mandate over exactly that, and hands the signature in. Each press proposes anew, so
 * what was edited since the last one is what is signed.
 */
export async function allow(request: RequestRef, shown: ShownTerms, merchants?: readonly string[]): Promise<Allowed> {
  const proposed = await call<Proposed>('POST', '/api/agent/v1/oauth/consents', { ...request, ...shown });
  if (!proposed.ok) return proposed;
  const { content, publicKey } = proposed.data.mandate;
  if (!mandatesWhatIsShown(content, shown, merchants) || !(await isChallengeOf(content, publicKey.challenge))) {
    return { ok: false, message: 'What was to be signed is not what this page shows. Nothing was allowed.' };
  }
  const signed = await signWithPasskey(publicKey);
  if (!signed.ok) return { ok: false, message: 'Your passkey was not used. Nothing was allowed.' };
  const path = `/api/agent/v1/oauth/consents/${encodeURIComponent(proposed.data.grant_id)}/confirm`;
  const confirmed = await call<Confirmed>('POST', path, { assertion: signed.response });
  return confirmed.ok ? { ok: true, confirmed: confirmed.data } : confirmed;
}

/** Whether a mandate holds these terms, at these merchants (left out: any), and no others. */
export function mandatesWhatIsShown({ after, purchase }: MandateContent, shown: ShownTerms, merchants?: readonly string[]): boolean {
  if ('snapshot_hash' in shown) return purchase?.snapshotHash === shown.snapshot_hash;
  const { permissions, spending_limits: limits } = shown;
  if (purchase || String(after.merchants) !== String(merchants)) return false;
  if (after.permissions.length !== permissions.length || after.limits.length !== limits.length) return false;
  return permissions.every((name) => after.permissions.includes(name)) && limits.every((limit) => after.limits.some((mandated) => isSame(mandated, limit)));
}

function isSame(mandated: MandateLimit, limit: SpendingLimits): boolean {
  if (mandated.currency !== limit.currency) return false;
  const same = (a = '', b = ''): boolean => parseDecimal(a, toCurrency(limit.currency)) === parseDecimal(b, toCurrency(limit.currency));
  return (
    same(mandated.perTransaction, limit.per_transaction) && same(mandated.daily, limit.daily) && same(mandated.weekly, limit.weekly) && same(mandated.monthly, limit.monthly)
  );
}
