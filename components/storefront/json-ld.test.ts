import { describe, expect, it } from 'vitest';
import { money } from '@/lib/kernel/money';
import { restaurantJsonLd, toScriptJson } from './json-ld';
import type { StorefrontView } from './view';

const MARGHERITA = { sku: 'PZ-MAR', name: 'Margherita', description: 'Tomato.', price: money(1_000n, 'EUR'), itemType: 'pizza', sectionKey: 'pizzas', imagePath: null, available: true } as const;
const COLA = { ...MARGHERITA, sku: 'DR-COL', name: 'Cola', description: '', price: money(250n, 'EUR'), itemType: 'drink', sectionKey: null, imagePath: null, available: false } as const;

function viewOf({ name = 'Au comptoir', ...more }: { name?: string } & Partial<StorefrontView> = {}): StorefrontView {
  const at = new Date('2026-06-01T10:00:00Z');
  return {
    merchant: {
      id: 'm', handle: 'comptoir', name, description: 'Pizza.', currency: 'EUR', country: 'FR', timeZone: 'Europe/Paris', supportEmail: 'a@b.example', verifiedDomain: null, fulfillmentKind: 'pickup',
      pickupLocation: null, fulfillments: [], pricesIncludeTax: true, serviceFeeAmount: 50n, isLive: true, closedChannels: [], termsVersion: 1n,
    },
    storefront: {
      merchantId: 'm', status: 'live', address: '1 rue X, Lyon', city: 'Lyon', phone: '+33 4', defaultLocale: 'en', publishedLocales: ['en', 'fr'], prepMinutes: 7, slotCapacity: 5, paymentMethods: ['card', 'wallet'], card: 'available' as const,
      hours: { timeZone: 'Europe/Paris', windows: [], exceptions: [], notes: [] }, pages: [], revision: 1,
    },
    locale: 'fr', language: 'fr', isDefaultAddress: false, isPreview: false, takesOrders: true, art: { 'PZ-MAR': '/art/comptoir/PZ-MAR.svg' }, now: at,
    opening: { isOpen: true, closesAt: at, nextOpenAt: null },
    kitchen: { etaAt: at, paused: false, pausedUntil: null },
    menu: { items: [MARGHERITA, COLA], sections: [{ key: 'pizzas', title: 'Pizzas', note: null, sortOrder: 1, items: [MARGHERITA] }] },
    week: [{ day: 'monday', isToday: true, windows: [{ opensAt: '18:00', closesAt: '24:00' }] }],
    exceptions: [{ date: '2026-12-25', windows: [], note: null }],
    ...more,
  };
}

describe('restaurantJsonLd', () => {
  it('says restaurant, hours, menu, prices and what is sold out', () =>
    expect(restaurantJsonLd(viewOf(), 'https://shop.example')).toMatchObject({
      '@type': 'Restaurant',
      name: 'Au comptoir',
      url: 'https://shop.example/comptoir/fr',
      address: { '@type': 'PostalAddress', addressLocality: 'Lyon', addressCountry: 'FR' },
      openingHoursSpecification: [
        { dayOfWeek: 'https://schema.org/Monday', opens: '18:00', closes: '23:59' },
        { validFrom: '2026-12-25', validThrough: '2026-12-25', opens: '00:00', closes: '00:00' },
      ],
      hasMenu: {
        inLanguage: 'fr',
        hasMenuSection: [
          {
            name: 'Pizzas',
            hasMenuItem: [
              {
                '@type': 'MenuItem', name: 'Margherita', image: 'https://shop.example/art/comptoir/PZ-MAR.svg',
                offers: { '@type': 'Offer', price: '10.00', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
              },
            ],
          },
        ],
        hasMenuItem: [{ name: 'Cola', offers: { price: '2.50', availability: 'https://schema.org/SoldOut' } }],
      },
    }));

  it('has the address that counts where no locale is in the path', () =>
    expect(restaurantJsonLd(viewOf({ isDefaultAddress: true }), 'https://shop.example')).toMatchObject({ url: 'https://shop.example/comptoir' }));
});

describe('toScriptJson', () => {
  it.each(['</script><script>alert(1)</script>', '<!--<script>', ']]>', '&lt;/script&gt;', 'a\u2028b\u2029c', '"\\'])('lets the name %j end no script, and keeps it', (name) => {
    const text = toScriptJson(restaurantJsonLd(viewOf({ name }), 'https://shop.example'));
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toMatchObject({ name });
  });
});
