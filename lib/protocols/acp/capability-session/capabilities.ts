import { z } from 'zod';
import type { Checkout, CheckoutDetails } from '@/lib/checkout';
import { DISCOUNT, EXTENSIONS, INTERVENTION_TYPES } from '../offers';
import { given } from '../schema';

// Capability negotiation, from 2026-01-30 on: what the agent says that it can do, and what of it comes to pass in this session.

/** What an agent can do grows faster than any list of it: unknown values are let pass and not kept (rules.md, ACP). */
export const capabilities = z.looseObject({
  payment: z.looseObject({}).optional(),
  interventions: z.looseObject({ supported: z.array(z.string()).optional() }).optional(),
  extensions: z.array(z.union([z.string(), z.looseObject({ name: z.string() })])).optional(),
});

/** What agents can name of it, as far as the versions know; what we take part in is in offers.ts. */
const INTERVENTIONS: readonly string[] = ['3ds', 'biometric', 'address_verification'];

export function toCapabilityDetails({ interventions, extensions }: z.output<typeof capabilities>): Partial<CheckoutDetails> {
  const names = extensions?.map((extension) => baseName(typeof extension === 'string' ? extension : extension.name));
  return (
    given({
      interventions: interventions?.supported && INTERVENTIONS.filter((known) => interventions.supported?.includes(known)),
      extensions: names && EXTENSIONS.map(({ name }) => name).filter((name) => names.includes(name)),
    }) ?? {}
  );
}

/** `discount@2026-01-27` asks for a version of the extension; there is one. */
const baseName = (name: string): string => name.split('@')[0] ?? name;

/** Codes always apply, so the extension is active too where the agent did not ask for it (rules.md, ACP). */
export const discountsAreActive = ({ details, discounts }: Checkout): boolean =>
  (details.extensions ?? []).includes(DISCOUNT.name) || discounts.codes.length > 0 || discounts.applied.length > 0;

/** The bank decides at completion whether it asks for 3-D Secure: never of all. An empty list of extensions is not valid, so it is left out. */
export const writeCapabilities = (checkout: Checkout, handler: object): object => ({
  payment: { handlers: [handler] },
  interventions: {
    supported: INTERVENTION_TYPES.filter((name) => checkout.details.interventions?.includes(name)),
    required: [],
    enforcement: 'conditional',
  },
  extensions: discountsAreActive(checkout) ? [DISCOUNT] : undefined,
});
