import { insertItem, type NewItem } from '@/lib/catalog';
import { newUuid, randomToken } from '@/lib/kernel/id';
import { insertSection } from '@/lib/menu';
import { insertMerchant, type NewMerchant } from '@/lib/merchant';
import type { Ctx } from '@/lib/ports';
import { insertSimulatedAccount } from '@/lib/payment-hub';
import { insertStorefront, WEEKDAYS, type NewStorefront } from '@/lib/storefront';
import type { Shop } from './shop';

const LYON = { name: 'Counter', line_one: '111 rue Sébastien Gryphe', city: 'Lyon', state: 'ARA', country: 'FR', postal_code: '69007' };

type Pizzeria = { readonly merchant?: Partial<NewMerchant>; readonly storefront?: Partial<NewStorefront> };

/**
 * A pickup merchant of its own, written in Swedish and published in English and French too, open from 10:00 to 22:00 in Paris, with a fee of 0.50:
 * PZ-MAR 10.00, PZ-DIA 15.00, DR-COL 2.50 with three left, DS-TIR 5.50.
 */
export async function makePizzeria(ctx: Ctx, { merchant, storefront }: Pizzeria = {}): Promise<Shop> {
  const merchantId = newUuid();
  const handle = `oven-${merchantId.slice(0, 8)}`;
  await insertMerchant(
    ctx,
    {
      id: merchantId, handle, name: 'Test oven', description: 'For tests.', currency: 'EUR', country: 'FR', timeZone: 'Europe/Paris', supportEmail: 'oven@oven.example',
      verifiedDomain: null, fulfillmentKind: 'pickup', pickupLocation: { name: 'Counter', address: LYON }, serviceFeeAmount: 50n, ...merchant,
    },
    randomToken('whsec_'),
  );
  await insertSection(ctx, { merchantId, key: 'pizzas', title: 'Pizzor', note: 'Ur stenugnen.', sortOrder: 100, translations: { fr: { title: 'Pizzas', note: 'Au four.' }, en: { title: 'Pizzas' } } });
  await insertSection(ctx, { merchantId, key: 'drinks', title: 'Dryck', note: null, sortOrder: 200, translations: {} });
  const currency = merchant?.currency ?? 'EUR';
  const item = (id: string, more: Partial<NewItem>): NewItem => ({ merchantId, id, name: id, description: '', category: 'food', imagePath: null, currency, amount: 1_000n, stock: null, ...more });
  const items = [
    item('PZ-MAR', { name: 'Margherita', description: 'Tomat, mozzarella.', sectionKey: 'pizzas', itemType: 'pizza', translations: { fr: { name: 'Marguerite', description: 'Tomate, mozzarella.' } } }),
    item('PZ-DIA', { name: 'Diavola', amount: 1_500n, sectionKey: 'pizzas', itemType: 'pizza' }),
    item('DR-COL', { name: 'Cola', amount: 250n, stock: 3n, sectionKey: 'drinks', itemType: 'drink' }),
    item('DS-TIR', { name: 'Tiramisù', amount: 550n, itemType: 'dessert' }),
  ];
  for (const [index, each] of items.entries()) await insertItem(ctx, each, index);
  await insertStorefront(ctx, {
    merchantId, status: 'live', address: '111 rue Sébastien Gryphe, 69007 Lyon, France', city: 'Lyon', phone: '+33 4 00 00 00 00', defaultLocale: 'sv-SE', publishedLocales: ['sv-SE', 'en', 'fr'],
    prepMinutes: 10, slotCapacity: 20, hours: { windows: WEEKDAYS.map((day) => ({ day, opensAt: '10:00', closesAt: '22:00' })), exceptions: [], notes: ['Pickup only.'] },
    pages: [{ key: 'terms', title: 'Villkor', body: 'Mat.', translations: { fr: { title: 'Conditions' } } }],
    ...storefront,
  });
  await insertSimulatedAccount(ctx, merchantId);
  return { merchantId, handle };
}
