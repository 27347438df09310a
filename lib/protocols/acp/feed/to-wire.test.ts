import { describe, expect, it } from 'vitest';
import type { FeedItem, FeedSeller } from '@/lib/ports';
import { officialFaults, officialSchemasAreHere } from '../official-schemas';
import { toMetadata, toProduct, toTarget } from './to-wire';

const seller: FeedSeller = { handle: 'regal-moose', name: 'Regal Moose', country: 'CA' };
const mug: FeedItem = {
  id: 'moose mug/1', name: 'Enamel mug', description: 'White.', category: 'kitchen', imagePath: '/items/mug.svg', amount: 1_800n, currency: 'CAD', availability: 'in_stock',
};
const bare: FeedItem = { ...mug, description: '', category: '', imagePath: null };

const cases: [string, FeedItem][] = [
  ['with everything', mug],
  ['with nothing that may be left out', bare],
  ['sold out', { ...mug, availability: 'out_of_stock' }],
  ['no longer for sale', { ...mug, availability: 'discontinued' }],
  ['that costs nothing', { ...mug, amount: 0n }],
  ['priced in a currency without decimals', { ...mug, currency: 'JPY', amount: 1_500n }],
  ['priced in a currency that feeds cannot name', { ...mug, currency: 'USDC' }],
];

describe.runIf(officialSchemasAreHere)('by the official schema of 2026-04-17', () => {
  it.each(cases)('an item %s is a Product', async (_name, item) => {
    expect(await officialFaults('2026-04-17', 'feed:Product', toProduct(item, seller, 'https://shop.example'))).toEqual([]);
    expect(await officialFaults('2026-04-17', 'feed:UpsertProductsRequest', { products: [toProduct(item, seller, 'https://shop.example')] })).toEqual([]);
  });

  it.each<[FeedSeller, Date | null]>([[seller, new Date(0)], [seller, null], [{ ...seller, country: '' }, null]])('%j has valid metadata', async (of, changedAt) => {
    expect(await officialFaults('2026-04-17', 'feed:FeedMetadata', toMetadata(of, changedAt))).toEqual([]);
    expect(await officialFaults('2026-04-17', 'feed:CreateFeedRequest', toTarget(of.country))).toEqual([]);
  });
});

describe('a product of a feed', () => {
  it('is one variant under the item id of every wire, with the price in minor units and a currency in capitals', () => {
    expect(toProduct(mug, seller, 'https://shop.example')).toMatchObject({
      id: 'moose mug/1',
      url: 'https://shop.example/m/regal-moose/api/agent/v1/products/moose%20mug%2F1',
      media: [{ type: 'image', url: 'https://shop.example/items/mug.svg' }],
      variants: [{ id: 'moose mug/1', title: 'Enamel mug', price: { amount: 1800, currency: 'CAD' }, availability: { available: true, status: 'in_stock' } }],
    });
  });

  it.each([
    ['out_of_stock', { available: false, status: 'out_of_stock' }],
    ['discontinued', { available: false, status: 'discontinued' }],
  ] as const)('%s cannot be bought', (availability, told) => {
    expect(toProduct({ ...mug, availability }, seller, 'https://shop.example')).toMatchObject({ variants: [{ availability: told }] });
  });

  it('has no page once it is no longer for sale, and no price that its currency cannot be named for', () => {
    expect(toProduct({ ...mug, availability: 'discontinued' }, seller, 'https://shop.example')).not.toHaveProperty('url');
    expect(toProduct({ ...mug, currency: 'USDC' }, seller, 'https://shop.example')).not.toHaveProperty('variants.0.price');
  });
});
