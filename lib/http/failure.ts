/** What every wire can fail with before its own rules begin; each wire renders these in its own shape. */
export type FailureCode =
  | 'unauthorized'
  | 'forbidden'
  | 'insufficient_scope'
  | 'agent_suspended'
  | 'cross_origin'
  | 'not_found'
  | 'method_not_allowed'
  | 'tenant_conflict'
  | 'unknown_merchant'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'invalid_json'
  | 'invalid_request'
  | 'rate_limited'
  | 'internal'
  | 'unavailable';

export type Failure = {
  readonly status: number;
  readonly code: FailureCode;
  /** For the caller: public words. */
  readonly message: string;
  /** JSONPath of the offending field, `$.items[0].id`. */
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, string>>;
};

/** Ends a request with a failure. Told by its field, never by instanceof: the class exists once per bundle. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export const isHttpFailure = (error: unknown): error is HttpFailure =>
  error instanceof Error && typeof (error as Partial<HttpFailure>).failure?.status === 'number';

export const fail = (status: number, code: FailureCode, message: string, more: Partial<Failure> = {}): HttpFailure =>
  new HttpFailure({ status, code, message, ...more });

/** Renders a failure in the words of one wire. */
export type FailureRenderer = (failure: Failure, request: Request) => Response;
