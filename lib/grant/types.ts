import type { Agent, AgentLimit, AgentPermission } from '@/lib/agent';

/** What a client wants of an owner. The owner decides: less of it, or knowingly more. */
export type Asked = {
  readonly name: string;
  readonly permissions: readonly AgentPermission[];
  /** Empty: none were asked for. In minor units. */
  readonly limits: readonly AgentLimit[];
  /** Handles of the merchants that it wants to buy from; left out: any. */
  readonly merchants?: readonly string[];
  /** One purchase alone, and nothing else: what it costs is what its merchant says. */
  readonly purchase?: AskedPurchase;
  /** The resources that a token shall be for (RFC 8707); empty: the wallet and every store. */
  readonly resources: readonly string[];
  /** The request said what it wants as authorization_details (RFC 9396), so the answer says what it got in the same way. */
  readonly detailed: boolean;
};

/** An open checkout. `merchant` is a handle or an id, as it was given. */
export type AskedPurchase = { readonly merchant: string; readonly checkoutId: string };

export type GrantKind = 'code' | 'device';

/** pending -> approved -> redeemed, or pending -> denied. Past its time a pending or approved one is worth nothing. */
export type GrantStatus = 'pending' | 'approved' | 'denied' | 'redeemed';

/** A request for access, and what became of it. */
export type Grant = {
  readonly id: string;
  readonly kind: GrantKind;
  readonly status: GrantStatus;
  readonly asked: Asked;
  readonly oauthClientId: string | null;
  readonly walletId: string | null;
  readonly proposal: Agent | null;
  readonly agentId: string | null;
  readonly redirectUri: string | null;
  readonly state: string | null;
  readonly codeChallenge: string | null;
  /** RFC 9449 section 10: the key that the code is bound to. */
  readonly dpopJkt: string | null;
  readonly intervalSeconds: number;
  readonly nextPollAt: Date;
  readonly token: { readonly jti: string; readonly expiresAt: Date } | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** A registered public client (RFC 7591). */
export type OAuthClient = { readonly id: string; readonly name: string; readonly redirectUris: readonly string[]; readonly createdAt: Date };

/** What a redeemed grant gives: the access token, and once, for a device, the agent's own credentials. */
export type Issued = {
  readonly agent: Agent;
  readonly asked: Asked;
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly clientSecret: string | null;
};
