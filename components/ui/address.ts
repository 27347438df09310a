import type { Address } from '@/lib/ports';

const COUNTRY = new Intl.DisplayNames('en', { type: 'region' });

const countryName = (code: string): string => {
  try {
    return COUNTRY.of(code.toUpperCase()) ?? code;
  } catch {
    return code; // not a region code: shown as the merchant gave it
  }
};

/** An address on one line, the way it is written on a parcel: `Jane Doe, 123 Main Street, Toronto ON M5V 2T6, Canada`. */
export function addressText(address: Address): string {
  const town = [address.city, address.state, address.postal_code].filter(Boolean).join(' ');
  return [address.name, address.company, address.line_one, address.line_two, town, countryName(address.country)].filter(Boolean).join(', ');
}
