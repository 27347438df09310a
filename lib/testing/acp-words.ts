// What the versions of ACP call the same things: request bodies for tests that run in all of them.

export const ACP_VERSIONS = ['2025-09-29', '2025-12-12', '2026-01-16', '2026-01-30', '2026-04-17'] as const;
export type AcpVersion = (typeof ACP_VERSIONS)[number];

// What an assertion of specs/acp.md applies to. docs/acp-checks.md names these lists by what they are called there.
export const SINCE_2025_12_12 = ACP_VERSIONS.filter((version) => version >= '2025-12-12');
export const SINCE_2026_01_30 = ACP_VERSIONS.filter((version) => version >= '2026-01-30');
export const BEFORE_2026_04_17 = ACP_VERSIONS.filter((version) => version < '2026-04-17');
export const IN_2026_04_17 = ACP_VERSIONS.filter((version) => version === '2026-04-17');

type Item = { readonly id: string; readonly quantity?: number };

/** From 2026-01-30 on: line_items, currency, capabilities, discounts, groups. */
export const negotiates = (version: AcpVersion): boolean => version >= '2026-01-30';

/** The name of the items in requests, also the path of a fault in them. */
export const itemsField = (version: AcpVersion): string => (negotiates(version) ? 'line_items' : 'items');

export const acpItems = (version: AcpVersion, items: readonly Item[]): object => ({
  [itemsField(version)]: items.map(({ id, quantity = 1 }) => ({ id, quantity })),
});

/** The least that opens a session. */
export const acpCart = (version: AcpVersion, items: readonly Item[], currency = 'cad'): object => ({
  ...acpItems(version, items),
  ...(negotiates(version) && { currency, capabilities: {} }),
});

/** For whom and where to. */
export const acpDestination = (version: AcpVersion, buyer: object, address: object): object => ({
  buyer,
  ...(version === '2025-09-29' ? { fulfillment_address: address } : { fulfillment_details: { address } }),
});

export function acpOption(version: AcpVersion, optionId: string, itemIds: readonly string[], type = 'shipping'): object {
  const chosen = { option_id: optionId, item_ids: itemIds };
  if (version === '2025-09-29') return { fulfillment_option_id: optionId };
  return { selected_fulfillment_options: [negotiates(version) ? { type, ...chosen } : { type, [type]: chosen }] };
}

export const acpPayment = (version: AcpVersion, token: string): object => ({
  payment_data: negotiates(version)
    ? { handler_id: 'card_tokenized', instrument: { type: 'card', credential: { type: 'spt', token } } }
    : { token, provider: 'stripe' },
});
