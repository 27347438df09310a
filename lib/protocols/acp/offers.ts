/** The extensions that sessions of the newest version take part in (ACP rfc.extensions); also what discovery lists. */
export const EXTENSIONS: readonly { readonly name: string }[] = [];

/** The interventions that a session may ask for (ACP rfc.intervention_types); also what discovery lists. */
export const INTERVENTION_TYPES: readonly ('3ds' | 'biometric' | 'address_verification')[] = [];
