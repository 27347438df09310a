import type {
  AffiliateAttribution,
  AuthenticationReport,
  Buyer,
  Checkout,
  CheckoutPatch,
  CreateCheckout,
  GroupRequest,
  IntentTrace,
  MarketingConsent,
  MessageSubject,
} from '@/lib/checkout';
import type { z } from 'zod';
import type { Answer } from '@/lib/http/idempotency';
import type { Result } from '@/lib/kernel/result';

/** A flat ACP Error and the HTTP status it goes with. `param` is an RFC 9535 path. Three of the types are those that every version has; rate_limit_exceeded is the vault's. */
export type AcpError = {
  readonly status: number;
  readonly type: 'invalid_request' | 'processing_error' | 'service_unavailable' | 'rate_limit_exceeded';
  readonly code: string;
  readonly message: string;
  readonly param?: string;
  /** Newest first; in version errors only. */
  readonly supportedVersions?: readonly string[];
};

/** What an operation is asked, whoever carries it: REST in headers and body, MCP in the arguments of a tool. */
export type Asked = {
  /** By the names of REST's headers, in lower case. */
  readonly headers: { readonly get: (name: string) => string | null };
  /** The JSON value of the body; undefined where there is none. Throws 400 and 413. */
  readonly readBody: () => Promise<unknown>;
  /** MCP asks for an Idempotency-Key in every version (rules.md, ACP). */
  readonly keyRequired?: true;
};

/** What an operation answers. Headers are for REST; their names are in lower case. */
export type Reply = { readonly answer: Answer; readonly headers: Readonly<Record<string, string>> };

/** What a create request says about the cart; who asks and where is known from the credential. */
export type CreateRequest = Pick<CreateCheckout, 'items' | 'currency' | 'buyer' | 'contact' | 'address' | 'details'> & {
  readonly groups?: readonly GroupRequest[];
  readonly discountCodes?: readonly string[];
  readonly attribution?: AffiliateAttribution;
};

export type CompleteRequest = {
  readonly token: string;
  readonly buyer?: Buyer;
  readonly authentication?: AuthenticationReport;
  readonly attribution?: AffiliateAttribution;
  readonly riskSignals?: object;
  readonly marketingConsents?: readonly MarketingConsent[];
  readonly orderNotes?: string;
};

export type CancelRequest = { readonly intentTrace?: IntentTrace };

export type Parsed<T> = Result<T, AcpError>;

/** Reads a body; `schema` is what it reads it by, for the documentation. */
export type Parser<T> = ((body: unknown) => Parsed<T>) & { readonly schema: z.ZodType };

/** One version of ACP over the one checkout model: what its requests mean, how it writes a session, how it treats a key. */
export type AcpWire = {
  readonly version: string;
  readonly idempotency: {
    readonly keyRequired: boolean;
    /** Same key, other body. */
    readonly conflictStatus: 409 | 422;
    /** Says so on a replayed answer: `Idempotent-Replayed: true`. */
    readonly marksReplay: boolean;
  };
  readonly parseCreate: Parser<CreateRequest>;
  readonly parseUpdate: Parser<CheckoutPatch>;
  readonly parseComplete: Parser<CompleteRequest>;
  /** An absent body is fine. */
  readonly parseCancel: Parser<CancelRequest>;
  /** The session as this version's JSON. `origin` begins every URL in it. */
  readonly toSession: (checkout: Checkout, origin: string) => object;
  readonly paramOf: (subject: MessageSubject) => string;
  readonly paramOfItem: (index: number) => string;
  /** The choice of an option by its place among several; of all of them where there is none. */
  readonly paramOfOption: (index: number | undefined) => string;
  /** An item of a choice; the choice itself where there is none. */
  readonly paramOfChosenItem: (index: number, itemIndex: number | null) => string;
};
