/** The languages that our own words are in; content of a merchant may be in any (seeds/pizza-x402-agents.txt, "Locale Contract"). */
export type UiLanguage = 'en' | 'fr';

/** Our words beside content in this locale: English where we have none of its language. */
export const uiLanguageOf = (locale: string): UiLanguage => (/^fr(?:-|$)/i.test(locale) ? 'fr' : 'en');

const EN = {
  soldOut: 'Sold out',
  add: 'Add',
  addItem: (name: string) => `Add ${name}`,
  oneMore: (name: string) => `One more ${name}`,
  oneLess: (name: string) => `One less ${name}`,
  remove: 'Remove',
  removeItem: (name: string) => `Remove ${name}`,
  gone: 'No longer on the menu',
  yourOrder: 'Your order',
  emptyOrder: 'Nothing in it yet.',
  count: (items: number) => (items === 1 ? '1 item' : `${items} items`),
  subtotal: 'Subtotal',
  feeLater: 'Any service fee and the total are shown before you pay.',
  viewOrder: 'View order',
  goToCheckout: 'Check out',
  paidTells: 'This order is paid.',
  seeOrder: 'See your order',
};

/** The words of the cart: what a phone loads with the menu, apart from all others. */
export type CartWords = typeof EN;

const FR: CartWords = {
  soldOut: 'Épuisé',
  add: 'Ajouter',
  addItem: (name) => `Ajouter ${name}`,
  oneMore: (name) => `Un de plus : ${name}`,
  oneLess: (name) => `Un de moins : ${name}`,
  remove: 'Retirer',
  removeItem: (name) => `Retirer ${name}`,
  gone: 'N’est plus à la carte',
  yourOrder: 'Votre commande',
  emptyOrder: 'Elle est encore vide.',
  count: (items) => (items === 1 ? '1 article' : `${items} articles`),
  subtotal: 'Sous-total',
  feeLater: 'Les frais de service et le total sont indiqués avant le paiement.',
  viewOrder: 'Voir la commande',
  goToCheckout: 'Commander',
  paidTells: 'Cette commande est payée.',
  seeOrder: 'Voir votre commande',
};

const WORDS: Record<UiLanguage, CartWords> = { en: EN, fr: FR };

export const cartWordsOf = (language: UiLanguage): CartWords => WORDS[language];
