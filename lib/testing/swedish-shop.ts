import { insertItem, type NewItem } from '@/lib/catalog';
import { newUuid, randomToken } from '@/lib/kernel/id';
import { insertSection } from '@/lib/menu';
import { insertMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { insertSimulatedAccount } from '@/lib/payment-hub';
import { insertStorefront, WEEKDAYS, type NewStorefront } from '@/lib/storefront';

export type SwedishShop = { readonly merchantId: string; readonly handle: string };

const STOCKHOLM = { name: 'Surdegspizza', line_one: 'Stora Nygatan 1', city: 'Stockholm', state: '', country: 'SE', postal_code: '111 27' };
const ALWAYS = WEEKDAYS.map((day) => ({ day, opensAt: '00:00', closesAt: '24:00' }));

const ITEMS: readonly (Omit<NewItem, 'merchantId' | 'currency' | 'imagePath' | 'category'>)[] = [
  {
    id: 'PZ-SKI', name: 'Skärgård', description: 'Räkor, dill och citron.', amount: 14_500n, stock: null, sectionKey: 'pizzor', itemType: 'pizza',
    translations: { en: { name: 'Archipelago', description: 'Shrimps, dill and lemon.' }, fr: { name: 'Archipel', description: 'Crevettes, aneth et citron.' } },
  },
  { id: 'PZ-SVA', name: 'Svamp', description: 'Karljohan, västerbottensost.', amount: 13_500n, stock: null, sectionKey: 'pizzor', itemType: 'pizza', translations: { en: { name: 'Mushroom' } } },
  { id: 'PZ-SLUT', name: 'Slutsåld', description: 'Fanns i går.', amount: 12_000n, stock: 0n, sectionKey: 'pizzor', itemType: 'pizza', translations: { en: { name: 'Gone' } } },
  { id: 'DR-LIN', name: 'Lingondricka', description: '33 cl.', amount: 3_500n, stock: null, sectionKey: 'dryck', itemType: 'drink' },
];

/** A pizzeria that writes Swedish, in SEK, with English and French beside it; open around the clock unless told otherwise. For tests alone. */
export async function makeSwedishShop(ctx: Ctx, more: Partial<NewStorefront> = {}): Promise<SwedishShop> {
  const merchantId = newUuid();
  const handle = `surdeg-${merchantId.slice(0, 8)}`;
  await insertMerchant(
    ctx,
    {
      id: merchantId, handle, name: 'Surdegspizza', description: 'Pizza på surdeg, bakad över björkved.', currency: 'SEK', country: 'SE', timeZone: 'Europe/Stockholm', supportEmail: 'hej@surdeg.example',
      verifiedDomain: null, fulfillmentKind: 'pickup', pickupLocation: { name: 'Surdegspizza', address: STOCKHOLM }, pricesIncludeTax: true,
    },
    randomToken('whsec_'),
  );
  await insertSection(ctx, { merchantId, key: 'pizzor', title: 'Pizzor', note: 'Bakade på beställning.', sortOrder: 1, translations: { en: { title: 'Pizzas', note: 'Baked to order.' } } });
  await insertSection(ctx, { merchantId, key: 'dryck', title: 'Dryck', note: null, sortOrder: 2, translations: { en: { title: 'Drinks' } } });
  for (const [index, item] of ITEMS.entries()) await insertItem(ctx, { ...item, merchantId, currency: 'SEK', imagePath: null, category: 'pizza' }, index);
  await insertStorefront(ctx, {
    merchantId, status: 'live', address: 'Stora Nygatan 1, 111 27 Stockholm', city: 'Stockholm', phone: '+46 8 000 00 00', defaultLocale: 'sv-SE', publishedLocales: ['sv-SE', 'en', 'fr'], prepMinutes: 10,
    slotCapacity: 50, hours: { windows: ALWAYS, exceptions: [], notes: ['Endast avhämtning.'] }, pages: [], ...more,
  });
  await insertSimulatedAccount(ctx, merchantId);
  return { merchantId, handle };
}
