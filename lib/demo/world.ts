import type { ItemTranslations, ItemType } from '@/lib/catalog';
import type { Currency } from '@/lib/kernel/money';
import type { Discount } from '@/lib/discount';
import type { MenuSection } from '@/lib/menu';
import type { NewMerchant } from '@/lib/merchant';
import { WEEKDAYS, type NewStorefront } from '@/lib/storefront';

/** What the demo sells and to whom: product.md and rules.md say which facts tests may rely on. Amounts in minor units. */
export type DemoItem = { readonly id: string; readonly name: string; readonly description: string; readonly category: string; readonly amount: bigint; readonly stock: bigint | null; readonly delivery?: 'digital'; readonly sectionKey?: string; readonly itemType?: ItemType; readonly translations?: ItemTranslations };
export type DemoRate = { id: string; title: string; description: string; carrier: string; country: string; amount: bigint; minDays: number; maxDays: number };
export type DemoTax = { readonly country: string; readonly region: string; readonly name: string; readonly rateBasisPoints: number };
export type DemoMerchant = {
  readonly merchant: Omit<NewMerchant, 'id'>;
  readonly owner: { readonly email: string; readonly displayName: string };
  readonly items: readonly DemoItem[];
  readonly shipping: readonly DemoRate[];
  readonly taxes: readonly DemoTax[];
  readonly discounts: readonly Omit<Discount, 'merchantId' | 'redeemedCount'>[];
  readonly sections: readonly Omit<MenuSection, 'archived'>[];
  /** Null: it sells over the wires alone. */
  readonly storefront: Omit<NewStorefront, 'merchantId'> | null;
};

const PLENTY = 1_000_000n;

const discount = (discount: Partial<DemoMerchant['discounts'][number]> & { readonly id: string; readonly name: string }): DemoMerchant['discounts'][number] => ({
  code: null, percentBasisPoints: null, offAmount: null, scope: 'order', targets: [], method: 'across', priority: 1, combinable: true, minimumAmount: 0n, startsAt: null, endsAt: null,
  maxRedemptions: null, maxPerBuyer: null, firstPurchaseOnly: false, ...discount,
});

export const REGAL_MOOSE: DemoMerchant = {
  merchant: {
    handle: 'regal-moose',
    name: 'Regal Moose',
    description: 'Premium Canadian goods, made slowly.',
    currency: 'CAD',
    country: 'CA',
    timeZone: 'America/Toronto',
    supportEmail: 'hello@regal-moose.example',
    verifiedDomain: null,
    fulfillmentKind: 'shipping',
    pickupLocation: null,
    fulfillments: [
      {
        id: 'workshop', method: 'pickup', title: 'Pickup at the workshop', description: 'Ready in two hours', amount: 0n, window: { fromMinutes: 120, toMinutes: 7 * 24 * 60 },
        place: { name: 'Regal Moose workshop', address: { name: 'Regal Moose', line_one: '12 rue des Érables', city: 'Montréal', state: 'QC', country: 'CA', postal_code: 'H2W 1B1' } },
      },
      { id: 'bicycle', method: 'local_delivery', title: 'By bicycle', description: 'The same day in Montréal', amount: 400n, window: { fromMinutes: 60, toMinutes: 240 }, postalPrefixes: ['H1', 'H2', 'H3'] },
    ],
  },
  owner: { email: 'owner@regal-moose.example', displayName: 'Morgan Moose' },
  items: [
    { id: 'birch-soap', name: 'Birch tar soap', description: 'A bar of soap that smells of a cabin.', category: 'home', amount: 850n, stock: PLENTY },
    { id: 'maple-syrup', name: 'Maple syrup, 250 ml', description: 'Dark and robust, from one grove.', category: 'pantry', amount: 1_400n, stock: PLENTY },
    { id: 'moose-mug', name: 'Enamel mug', description: 'White enamel, one blue moose.', category: 'kitchen', amount: 1_800n, stock: PLENTY },
    { id: 'wool-socks', name: 'Wool socks', description: 'Merino, grey heather, one size.', category: 'clothing', amount: 1_950n, stock: PLENTY },
    { id: 'espresso-beans', name: 'Espresso beans, 1 kg', description: 'Roasted on Tuesdays.', category: 'pantry', amount: 4_800n, stock: 5_000n },
    { id: 'burr-grinder', name: 'Burr grinder', description: 'Hand grinder with steel burrs.', category: 'kitchen', amount: 6_400n, stock: 2_000n },
    { id: 'wool-blanket', name: 'Wool blanket', description: 'Woven in Quebec, 150 by 200 cm.', category: 'home', amount: 18_900n, stock: 120n },
    { id: 'trail-guide', name: 'Trail guide, e-book', description: 'Forty walks with a good chance of moose.', category: 'books', amount: 1_200n, stock: null, delivery: 'digital' },
    { id: 'cedar-candle', name: 'Cedar candle', description: 'Back when the cedar is dry.', category: 'home', amount: 2_600n, stock: 0n },
  ],
  shipping: ['CA', 'US'].flatMap((country) => [
    {
      id: `standard-${country.toLowerCase()}`, title: 'Standard', description: country === 'CA' ? '3 to 5 days' : '6 to 9 days', carrier: 'Post', country,
      amount: country === 'CA' ? 650n : 1_250n, minDays: country === 'CA' ? 3 : 6, maxDays: country === 'CA' ? 5 : 9,
    },
    {
      id: `express-${country.toLowerCase()}`, title: 'Express', description: country === 'CA' ? '1 to 2 days' : '2 to 3 days', carrier: 'Courier', country,
      amount: country === 'CA' ? 1_400n : 2_900n, minDays: country === 'CA' ? 1 : 2, maxDays: country === 'CA' ? 2 : 3,
    },
  ]),
  taxes: [
    { country: 'CA', region: '', name: 'GST', rateBasisPoints: 500 },
    { country: 'CA', region: 'ON', name: 'HST', rateBasisPoints: 1_300 },
    { country: 'CA', region: 'QC', name: 'GST', rateBasisPoints: 500 },
    { country: 'CA', region: 'QC', name: 'QST', rateBasisPoints: 997.5 },
    { country: 'CA', region: 'BC', name: 'GST', rateBasisPoints: 500 },
    { country: 'CA', region: 'BC', name: 'PST', rateBasisPoints: 700 },
  ],
  discounts: [
    discount({ id: 'welcome10', code: 'WELCOME10', name: '10 % off', percentBasisPoints: 1_000 }),
    discount({ id: 'mugs20', code: 'MUGS20', name: '20 % off mugs', percentBasisPoints: 2_000, scope: 'items', targets: ['moose-mug'], method: 'each' }),
    discount({ id: 'freeship', code: 'FREESHIP', name: 'Free delivery from 50.00', percentBasisPoints: 10_000, scope: 'shipping', priority: 2, minimumAmount: 5_000n }),
    discount({ id: 'first5', code: 'FIRST5', name: '5.00 off a first order', offAmount: 500n, combinable: false, firstPurchaseOnly: true }),
    discount({ id: 'expired15', code: 'SUMMER15', name: '15 % off, until last summer', percentBasisPoints: 1_500, endsAt: new Date('2025-09-01T00:00:00Z') }),
    discount({ id: 'outfitting', name: '5 % off large orders', percentBasisPoints: 500, priority: 3, minimumAmount: 200_000n }),
  ],
  sections: [],
  storefront: null,
};

const LYON = { name: 'Au comptoir à pâtons', line_one: '111 rue Sébastien Gryphe', city: 'Lyon', state: 'ARA', country: 'FR', postal_code: '69007' };

/** Open all week around the clock, so that tests and visitors can buy at any hour. */
const ALWAYS = WEEKDAYS.map((day) => ({ day, opensAt: '00:00', closesAt: '24:00' }));

/** The merchant of the demo world that has a storefront. */
export const COMPTOIR_HANDLE = 'au-comptoir-a-patons';

export const COMPTOIR: DemoMerchant = {
  merchant: {
    handle: COMPTOIR_HANDLE,
    name: 'Au comptoir à pâtons',
    description: 'Pizza by the stone oven, to take away.',
    currency: 'EUR',
    country: 'FR',
    timeZone: 'Europe/Paris',
    supportEmail: 'bonjour@comptoir.example',
    verifiedDomain: null,
    fulfillmentKind: 'pickup',
    pickupLocation: { name: 'Au comptoir à pâtons', address: LYON },
    serviceFeeAmount: 50n,
  },
  owner: { email: 'owner@comptoir.example', displayName: 'Camille Pâton' },
  items: [
    { id: 'PZ-MAR', name: 'Margherita', description: 'Tomato, fior di latte, basil.', category: 'pizza', amount: 1_000n, stock: null, sectionKey: 'pizzas', itemType: 'pizza', translations: { fr: { description: 'Tomate, fior di latte, basilic.' } } },
    { id: 'PZ-FUN', name: 'Funghi', description: 'Tomato, mozzarella, mushrooms.', category: 'pizza', amount: 1_200n, stock: null, sectionKey: 'pizzas', itemType: 'pizza', translations: { fr: { description: 'Tomate, mozzarella, champignons.' } } },
    { id: 'PZ-REI', name: 'Reine', description: 'Tomato, mozzarella, ham, mushrooms.', category: 'pizza', amount: 1_400n, stock: null, sectionKey: 'pizzas', itemType: 'pizza', translations: { fr: { description: 'Tomate, mozzarella, jambon, champignons.' } } },
    { id: 'PZ-DIA', name: 'Diavola', description: 'Tomato, mozzarella, spicy salami.', category: 'pizza', amount: 1_500n, stock: null, sectionKey: 'pizzas', itemType: 'pizza', translations: { fr: { description: 'Tomate, mozzarella, salami piquant.' } } },
    { id: 'DR-COL', name: 'Cola', description: '33 cl.', category: 'drink', amount: 250n, stock: null, sectionKey: 'drinks', itemType: 'drink' },
    { id: 'DR-EAU', name: 'Sparkling water', description: '50 cl.', category: 'drink', amount: 200n, stock: null, sectionKey: 'drinks', itemType: 'drink', translations: { fr: { name: 'Eau gazeuse' } } },
    { id: 'DS-TIR', name: 'Tiramisù', description: 'Made this morning.', category: 'dessert', amount: 550n, stock: null, sectionKey: 'desserts', itemType: 'dessert', translations: { fr: { description: 'Fait ce matin.' } } },
  ],
  shipping: [],
  taxes: [], // French prices hold their tax
  discounts: [],
  sections: [
    { key: 'pizzas', title: 'Pizzas', note: 'From the stone oven.', sortOrder: 100, translations: { fr: { note: 'Au four à pierre.' } } },
    { key: 'drinks', title: 'Drinks', note: null, sortOrder: 200, translations: { fr: { title: 'Boissons' } } },
    { key: 'desserts', title: 'Desserts', note: null, sortOrder: 300, translations: {} },
  ],
  storefront: {
    status: 'live',
    address: '111 rue Sébastien Gryphe, 69007 Lyon, France',
    city: 'Lyon',
    phone: '+33 4 00 00 00 00',
    defaultLocale: 'en',
    publishedLocales: ['en', 'fr'],
    prepMinutes: 7,
    slotCapacity: 500,
    hours: { windows: ALWAYS, exceptions: [], notes: ['Pickup only.'] },
    pages: [
      { key: 'terms', title: 'Terms of sale', body: 'You order here and pay here; you pick up at the counter.\n\nPrices hold all taxes. The service fee is shown before you pay.', translations: { fr: { title: 'Conditions de vente', body: 'Vous commandez et payez ici, et venez chercher au comptoir.\n\nLes prix sont toutes taxes comprises. Les frais de service sont indiqués avant le paiement.' } } },
      { key: 'privacy', title: 'Privacy', body: 'Your name, phone number and email are used for your order and its receipt, and for nothing else.', translations: { fr: { title: 'Vie privée', body: 'Votre nom, votre téléphone et votre e-mail servent à votre commande et à son reçu, à rien d’autre.' } } },
      { key: 'imprint', title: 'Legal notice', body: 'Au comptoir à pâtons, 111 rue Sébastien Gryphe, 69007 Lyon, France.', translations: { fr: { title: 'Mentions légales' } } },
    ],
  },
};

export const DEMO_WALLET = { email: 'alex@wallet.example', displayName: 'Alex Winter', timeZone: 'America/Toronto' };

export const DEMO_LIMITS: readonly { currency: Currency; perTransactionAmount: bigint; dailyAmount: bigint; monthlyAmount: bigint }[] = [
  { currency: 'CAD', perTransactionAmount: 5_000n, dailyAmount: 20_000n, monthlyAmount: 100_000n },
  { currency: 'EUR', perTransactionAmount: 3_000n, dailyAmount: 10_000n, monthlyAmount: 50_000n },
];
