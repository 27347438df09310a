import type { Ctx } from '@/lib/ports';
import type { RequestCtx } from './request-ctx';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** Who may call. An endpoint lists every kind it takes; the entrance admits the first that is presented and valid. */
export type CredentialKind =
  | 'none'
  | 'merchant_key'
  | 'agent_token'
  | 'owner_session'
  | 'merchant_session'
  | 'operator_key'
  | 'operator_session'
  | 'partner_key'
  | 'oauth_client';

/** Those that a browser sends unasked, as a cookie. */
export const COOKIE_KINDS: readonly CredentialKind[] = ['owner_session', 'merchant_session', 'operator_session'];

/** Where the tenant of a call comes from. */
export type TenantSource =
  | 'none' // the call touches no tenant's rows
  | 'credential' // the credential's own tenant, nothing else
  | 'merchant' // API key, X-Merchant-Handle, /m/{handle}, host, default: all that are given must agree
  | 'named_merchant' // the same without a default: what is asked for is told by itself, a merchant that is named must fit it
  | 'resource'; // an unguessable id names the row, the credential must fit it

/** The wires that have an error shape of their own. */
export type WireName = 'acp' | 'acs' | 'sacp' | 'oauth' | 'ucp' | 'account' | 'orchestrator' | 'platform' | 'testing' | 'mcp' | 'quote' | 'console' | 'partner' | 'pay' | 'pass';

/** What a key of the public API may be allowed to do. */
export const PUBLIC_PERMISSIONS = ['merchant:read', 'menu:read', 'quote:write', 'order:write', 'order:read'] as const;
export type PublicPermission = (typeof PUBLIC_PERMISSIONS)[number];

export type Params = Readonly<Record<string, string>>;

/**
 * One method on one path. `path` is spelled as Next spells its folders (`/checkout_sessions/[id]`). Everything but the handler is
 * what the entrance must know before it runs; an endpoint without them does not compile.
 */
export type Endpoint = {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly wire: WireName;
  readonly credentials: readonly [CredentialKind, ...CredentialKind[]];
  /** The permission an agent token needs here, or null. */
  readonly scope: string | null;
  readonly tenant: TenantSource;
  /** Of the public API alone: what an X-API-Key must be allowed to do here. Such a key comes beside a credential or without one. */
  readonly keyScope?: PublicPermission;
  /** Answered only under COUNTERSIGN_TEST=1, else 404. */
  readonly testOnly?: boolean;
  /** Looks at a request before anything else does, the credential included; throws to refuse it. */
  readonly guard?: (ctx: Ctx, request: Request) => void;
  readonly handle: (ctx: RequestCtx, request: Request, params: Params) => Promise<Response>;
};

export const endpoint = (declaration: Endpoint): Endpoint => declaration;
