import { dateFormat } from '@/lib/kernel/formats';
import type { TicketStatus } from '@/lib/kitchen';
import type { PassLanguage, PassView } from '@/lib/order-pass';

/** What the page says of what the visitor just did. */
export const SAID = ['link_invalid', 'link_needed', 'arrived', 'closed', 'canceled', 'too_late', 'link_sent', 'rate_limited'] as const;
export type Said = (typeof SAID)[number];

type PageWords = {
  readonly order: (number: string) => string;
  readonly code: string;
  readonly status: Readonly<Record<TicketStatus, string>>;
  readonly steps: Readonly<Record<TicketStatus, string>>;
  readonly eta: (time: string) => string;
  readonly window: (from: string, to: string) => string;
  readonly told: string;
  readonly progress: string;
  readonly here: string;
  readonly cancel: string;
  readonly cancelTells: string;
  readonly cancelConfirm: string;
  readonly directions: string;
  readonly call: string;
  readonly again: string;
  readonly notes: string;
  readonly items: string;
  readonly where: string;
  readonly placed: string;
  readonly orderId: string;
  readonly refunded: string;
  readonly money: { readonly nothing: string; readonly all: string; readonly part: string; readonly under: string };
  readonly lost: string;
  readonly lostTells: string;
  readonly send: string;
  readonly said: Readonly<Record<Said, string>>;
  readonly totals: Readonly<Record<string, string>>;
};

export const PASS_WORDS: Readonly<Record<PassLanguage, PageWords>> = {
  en: {
    order: (number) => `Order #${number}`,
    code: 'Pickup code',
    status: {
      paid: 'Paid. The kitchen has your order and has not begun yet.',
      acknowledged: 'The kitchen is preparing your order.',
      ready: 'Your order is ready. Say your code at the counter.',
      fulfilled: 'Picked up. Thank you.',
      canceled: 'This order is canceled.',
      refunded: 'This order is refunded.',
      no_show: 'Nobody came for this order.',
    },
    steps: { paid: 'Paid', acknowledged: 'In the kitchen', ready: 'Ready', fulfilled: 'Picked up', canceled: 'Canceled', refunded: 'Refunded', no_show: 'Not picked up' },
    eta: (time) => `Ready about ${time}.`,
    window: (from, to) => `Pickup from ${from} to ${to}.`,
    told: 'The kitchen knows that you are here.',
    progress: 'Progress',
    here: 'I’m here',
    cancel: 'Cancel order',
    cancelTells: 'All of your money goes back to your card. This cannot be undone.',
    cancelConfirm: 'Cancel this order',
    directions: 'Directions',
    call: 'Call',
    again: 'Order again',
    notes: 'Your notes',
    items: 'Items',
    where: 'Where',
    placed: 'Placed',
    orderId: 'Order id',
    refunded: 'Refunded',
    money: { nothing: 'Nothing was charged.', all: 'All of the money went back to the card.', part: 'A part of the money went back to the card.', under: 'The money is on its way back to the card.' },
    lost: 'Is this your order?',
    lostTells: 'With the link of your receipt you can say that you are here, and cancel while the kitchen has not begun. We can send the link again, to the address on the order.',
    send: 'Send me the link',
    said: {
      link_invalid: 'This link is not complete, or belongs to another order. Open the one in your receipt.',
      link_needed: 'Open the link in your receipt first: it shows that the order is yours.',
      arrived: 'The kitchen knows that you are here.',
      closed: 'Nothing of this order is left to fetch.',
      canceled: 'Your order is canceled.',
      too_late: 'The kitchen has begun, so the order can be canceled here no more. Call the place if you have to.',
      link_sent: 'The link is on its way to the address on the order.',
      rate_limited: 'The link was sent several times already. Look into your mail, or try again in an hour.',
    },
    totals: {},
  },
  fr: {
    order: (number) => `Commande nº ${number}`,
    code: 'Code de retrait',
    status: {
      paid: 'Payée. La cuisine a votre commande et n’a pas encore commencé.',
      acknowledged: 'La cuisine prépare votre commande.',
      ready: 'Votre commande est prête. Donnez votre code au comptoir.',
      fulfilled: 'Commande retirée. Merci.',
      canceled: 'Cette commande est annulée.',
      refunded: 'Cette commande est remboursée.',
      no_show: 'Personne n’est venu chercher cette commande.',
    },
    steps: { paid: 'Payée', acknowledged: 'En cuisine', ready: 'Prête', fulfilled: 'Retirée', canceled: 'Annulée', refunded: 'Remboursée', no_show: 'Non retirée' },
    eta: (time) => `Prête vers ${time}.`,
    window: (from, to) => `Retrait de ${from} à ${to}.`,
    told: 'La cuisine sait que vous êtes là.',
    progress: 'Avancement',
    here: 'Je suis là',
    cancel: 'Annuler la commande',
    cancelTells: 'Le montant entier est remboursé sur votre carte. C’est définitif.',
    cancelConfirm: 'Annuler cette commande',
    directions: 'Itinéraire',
    call: 'Appeler',
    again: 'Commander à nouveau',
    notes: 'Vos remarques',
    items: 'Articles',
    where: 'Adresse',
    placed: 'Passée',
    orderId: 'Identifiant',
    refunded: 'Remboursé',
    money: { nothing: 'Rien n’a été débité.', all: 'Le montant a été entièrement remboursé sur la carte.', part: 'Une partie du montant a été remboursée sur la carte.', under: 'Le remboursement sur la carte est en cours.' },
    lost: 'C’est votre commande ?',
    lostTells: 'Avec le lien de votre reçu, vous pouvez dire que vous êtes là, et annuler tant que la cuisine n’a pas commencé. Nous pouvons renvoyer ce lien à l’adresse de la commande.',
    send: 'M’envoyer le lien',
    said: {
      link_invalid: 'Ce lien est incomplet, ou celui d’une autre commande. Ouvrez celui de votre reçu.',
      link_needed: 'Ouvrez d’abord le lien de votre reçu : il montre que la commande est à vous.',
      arrived: 'La cuisine sait que vous êtes là.',
      closed: 'Il n’y a plus rien à retirer pour cette commande.',
      canceled: 'Votre commande est annulée.',
      too_late: 'La cuisine a commencé : la commande ne peut plus être annulée ici. Appelez sur place s’il le faut.',
      link_sent: 'Le lien est en route vers l’adresse de la commande.',
      rate_limited: 'Le lien a déjà été envoyé plusieurs fois. Regardez vos mails, ou réessayez dans une heure.',
    },
    totals: { Items: 'Articles', Discount: 'Remise', 'Service fee': 'Frais de service', Tax: 'TVA', Pickup: 'Retrait' },
  },
};

export const tagOf = (language: PassLanguage): string => (language === 'fr' ? 'fr-FR' : 'en-GB');

/** A time of day at the merchant's, with its day where that is not today there. */
export function passTime({ language, timeZone }: Pick<PassView, 'language' | 'timeZone'>, at: Date, now: Date): string {
  const day = (instant: Date): string => dateFormat(tagOf(language), { timeZone, weekday: 'short', day: 'numeric', month: 'short' }).format(instant);
  const hour = dateFormat(tagOf(language), { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  return day(at) === day(now) ? hour : `${day(at)}, ${hour}`;
}
