/** An extension as a session declares it (ACP, ExtensionDeclaration). */
type Extension = { readonly name: string; readonly extends: readonly string[] };

export const DISCOUNT: Extension = {
  name: 'discount',
  extends: ['$.CheckoutSessionCreateRequest.discounts', '$.CheckoutSessionUpdateRequest.discounts', '$.CheckoutSession.discounts'],
};

/** The extensions that sessions of 2026-01-30 and later take part in (ACP rfc.extensions); also what discovery lists. */
export const EXTENSIONS: readonly Extension[] = [DISCOUNT];

/** The interventions that a session may ask for (ACP rfc.intervention_types); also what discovery lists. */
export const INTERVENTION_TYPES: readonly ('3ds' | 'biometric' | 'address_verification')[] = ['3ds'];
