import type { Ctx } from '@/lib/ports';

/** Who called, after the credential was checked against its row. */
export type Principal =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'merchant_key'; readonly keyId: string; readonly merchantId: string; readonly scopes: readonly string[]; /** Public keys (JWK), one of which must have signed an ACP request; left out: it need not be signed. */ readonly requestKeys?: readonly object[] }
  | {
      readonly kind: 'agent';
      readonly agentId: string;
      readonly clientId: string;
      readonly walletId: string;
      readonly scopes: readonly string[];
      readonly tokenId: string;
      /** The resources that its token is for (RFC 8707), as lib/agent spells them. */
      readonly audience?: readonly string[];
      /** Handles that its token is for (RFC 9396); null or left out: any. */
      readonly merchants?: readonly string[] | null;
      /** As those of a merchant's key. */
      readonly requestKeys?: readonly object[];
    }
  | { readonly kind: 'owner'; readonly userId: string; readonly walletId: string; readonly sessionId: string }
  | { readonly kind: 'merchant_user'; readonly userId: string; readonly merchantId: string; readonly role: string; readonly sessionId: string }
  | { readonly kind: 'operator'; readonly keyId: string; /** The beginning of the hash of a browser's session; left out: the key itself was shown. */ readonly session?: string }
  | { readonly kind: 'partner'; readonly keyId: string; /** An operator's key is a partner's key too. */ readonly isOperator?: true };

export type TenantMerchant = {
  readonly id: string;
  readonly handle: string;
  readonly currency: string;
  /** True when a handle was named (header, path or host), not taken from a key or the default. */
  readonly named: boolean;
};

/** What a handler gets: the domain's Ctx, and what the entrance found out about the call. */
export type RequestCtx = Ctx & {
  readonly requestId: string;
  readonly clientAddress: string;
  readonly principal: Principal;
  /** Set where the endpoint's tenant is `merchant`, and where it is `named_merchant` and something names one. */
  readonly merchant: TenantMerchant | null;
  /** The handle of a /m/{handle} prefix as it was written, whatever the endpoint's tenant. */
  readonly merchantPrefix?: string | null;
};
