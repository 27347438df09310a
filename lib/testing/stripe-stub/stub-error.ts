/** What Stripe answers in place of an object. */
export class StubError extends Error {
  constructor(readonly status: number, readonly body: { readonly type: string; readonly code?: string; readonly param?: string; readonly decline_code?: string | null; readonly payment_intent?: object }) {
    super(body.code ?? body.type);
  }
}
