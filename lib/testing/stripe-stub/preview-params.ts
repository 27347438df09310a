/**
 * Parameters of preview versions, which the official types lack. Written by hand, each with where Stripe documents it; the stub takes them under
 * their version alone.
 */
export type PreviewParams = {
  readonly version: string;
  readonly operation: string;
  /** The object that they stand in; under this version its own required fields are not asked for when one of them is given. */
  readonly within: string;
  readonly names: readonly string[];
  readonly source: string;
};

export const PREVIEW_PARAMS: readonly PreviewParams[] = [
  {
    version: '2026-04-22.preview',
    operation: 'PaymentIntentCreateParams',
    within: 'payment_method_data',
    names: ['shared_payment_granted_token'],
    source: 'https://docs.stripe.com/changelog/dahlia/2026-04-22/shared-payment-granted-token',
  },
];
