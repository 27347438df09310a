import type { Currency } from '@/lib/kernel/money';

/** SACP AgentPermission. */
export const AGENT_PERMISSIONS = [
  'browse_products',
  'create_cart',
  'initiate_purchase',
  'complete_purchase',
  'view_orders',
  'manage_subscriptions',
] as const;
export type AgentPermission = (typeof AGENT_PERMISSIONS)[number];

export const isAgentPermission = (text: string): text is AgentPermission => (AGENT_PERMISSIONS as readonly string[]).includes(text);

/** pending: its owner has not confirmed the intent mandate; it may browse and every purchase asks. revoked is final. */
export type AgentStatus = 'pending' | 'active' | 'suspended' | 'revoked';

/** Automatic spend in one currency, in minor units: 0 < per transaction <= daily <= weekly <= monthly. */
export type AgentLimit = {
  readonly currency: Currency;
  readonly perTransactionAmount: bigint;
  readonly dailyAmount: bigint;
  /** Left out: no limit of its own for a week. */
  readonly weeklyAmount?: bigint;
  readonly monthlyAmount: bigint;
};

/** What an agent is allowed, and so what an owner's passkey must sign when it grows. */
export type AgentTerms = {
  readonly permissions: readonly AgentPermission[];
  /** One for each currency, in the order of their codes. A currency without one always asks. */
  readonly limits: readonly AgentLimit[];
  /** Handles of the merchants that it may buy from. Left out: any. */
  readonly merchants?: readonly string[];
  readonly status: AgentStatus;
};

/** The one purchase that an agent was admitted for: a checkout as its owner saw it, and until when. */
export type OnePurchase = { readonly checkoutId: string; readonly snapshotHash: string; readonly expiresAt: Date };

/** The fields of an agent that its owner decides. */
export type AgentFields = AgentTerms & { readonly name: string; readonly description: string };

export type Agent = AgentFields & {
  readonly id: string;
  readonly clientId: string;
  readonly walletId: string;
  /** Set where it was admitted for one purchase alone; it never changes. */
  readonly purchase?: OnePurchase;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

/** What the owner's device is asked to sign: `publicKey` is PublicKeyCredentialRequestOptionsJSON over the hash of `content`. */
export type MandateRequest = { readonly id: string; readonly content: object; readonly publicKey: object };
