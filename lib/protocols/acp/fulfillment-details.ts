import { z } from 'zod';
import type { Checkout, FulfillmentContact } from '@/lib/checkout';
import type { Address } from '@/lib/ports';
import { email, given, text, toAddress } from './schema';

// FulfillmentDetails, from 2025-12-12 on: who receives, and where.

type Details = { readonly name?: string; readonly phone_number?: string; readonly email?: string; readonly address?: Address };

export const fulfillmentDetails = <A extends z.ZodType<Address>>(address: A) =>
  z.strictObject({ name: text.optional(), phone_number: text.optional(), email: email.optional(), address: address.optional() });

/** Who receives, and where: each is left alone when nothing is said of it. */
export function toDestination(details: Details | undefined): { contact?: FulfillmentContact; address?: Address } {
  const contact: FulfillmentContact | undefined = details && given({ name: details.name, phoneNumber: details.phone_number, email: details.email });
  return { ...(contact && { contact }), ...(details?.address && { address: toAddress(details.address) }) };
}

/** Undefined where neither is known. `writeAddress` leaves out what the version's Address lacks. */
export function writeFulfillmentDetails({ contact, address }: Pick<Checkout, 'contact' | 'address'>, writeAddress: (address: Address) => object): object | undefined {
  if (!contact && !address) return undefined;
  return { name: contact?.name, phone_number: contact?.phoneNumber, email: contact?.email, address: address ? writeAddress(address) : undefined };
}
