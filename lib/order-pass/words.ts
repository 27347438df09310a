import type { TicketStatus } from '@/lib/kitchen';
import type { PassLanguage } from './types';

/** What is told of a state: the subject of its mail, and a sentence. */
type Told = { readonly subject: string; readonly sentence: string };

type MailWords = {
  readonly hello: (name: string | null) => string;
  readonly code: string;
  readonly ready: string;
  readonly from: string;
  readonly to: string;
  readonly where: string;
  readonly notes: string;
  readonly open: string;
  readonly keep: string;
  readonly number: (number: string) => string;
  readonly told: (merchant: string, code: string, refund: string) => Record<TicketStatus, Told>;
  readonly link: (merchant: string) => Told;
  readonly readyText: (merchant: string, code: string) => string;
  /** The labels of an order's totals that are ours; another, a way of handing over, stays as it is. */
  readonly totals: Readonly<Record<string, string>>;
};

/** What the mails of an order say, by language. */
export const MAIL_WORDS: Readonly<Record<PassLanguage, MailWords>> = {
  en: {
    hello: (name) => (name === null ? 'Hello,' : `Hello ${name},`),
    code: 'Pickup code',
    ready: 'Ready about',
    from: 'Pickup from',
    to: 'to',
    where: 'Where',
    notes: 'Your notes',
    open: 'Open your order pass',
    keep: 'The pass shows how far your order is. There you can say that you are here, or cancel while the kitchen has not begun. The link is yours alone: who has it can do the same.',
    number: (number) => `Order #${number}`,
    told: (merchant, code, refund) => ({
      paid: { subject: `Your order at ${merchant}: code ${code}`, sentence: `${merchant} has your order, and it is paid.` },
      acknowledged: { subject: `${merchant} is preparing your order`, sentence: `The kitchen of ${merchant} is preparing your order.` },
      ready: { subject: `Your order is ready: code ${code}`, sentence: `Your order at ${merchant} is ready. Say your code at the counter.` },
      fulfilled: { subject: `Picked up at ${merchant}`, sentence: 'Your order was picked up. Thank you.' },
      canceled: { subject: `Your order at ${merchant} is canceled`, sentence: `Your order at ${merchant} is canceled. ${refund}` },
      refunded: { subject: `Your order at ${merchant} is refunded`, sentence: `${merchant} refunded your order. ${refund}` },
      no_show: { subject: `Your order at ${merchant} was not picked up`, sentence: `Your order at ${merchant} waited, and nobody came for it. Call there if that is wrong.` },
    }),
    link: (merchant) => ({ subject: `The link to your order at ${merchant}`, sentence: `Here is the link to your order at ${merchant}, as you asked on its page.` }),
    readyText: (merchant, code) => `${merchant}: your order is ready. Code ${code}.`,
    totals: {},
  },
  fr: {
    hello: (name) => (name === null ? 'Bonjour,' : `Bonjour ${name},`),
    code: 'Code de retrait',
    ready: 'Prête vers',
    from: 'Retrait de',
    to: 'à',
    where: 'Adresse',
    notes: 'Vos remarques',
    open: 'Ouvrir votre commande',
    keep: 'La page montre où en est votre commande. Vous pouvez y dire que vous êtes là, ou annuler tant que la cuisine n’a pas commencé. Le lien est à vous seul : qui l’a peut en faire autant.',
    number: (number) => `Commande nº ${number}`,
    told: (merchant, code, refund) => ({
      paid: { subject: `Votre commande chez ${merchant} : code ${code}`, sentence: `${merchant} a bien reçu votre commande, elle est payée.` },
      acknowledged: { subject: `${merchant} prépare votre commande`, sentence: `La cuisine de ${merchant} prépare votre commande.` },
      ready: { subject: `Votre commande est prête : code ${code}`, sentence: `Votre commande chez ${merchant} est prête. Donnez votre code au comptoir.` },
      fulfilled: { subject: `Commande retirée chez ${merchant}`, sentence: 'Votre commande a été retirée. Merci.' },
      canceled: { subject: `Votre commande chez ${merchant} est annulée`, sentence: `Votre commande chez ${merchant} est annulée. ${refund}` },
      refunded: { subject: `Votre commande chez ${merchant} est remboursée`, sentence: `${merchant} a remboursé votre commande. ${refund}` },
      no_show: { subject: `Votre commande chez ${merchant} n’a pas été retirée`, sentence: `Votre commande chez ${merchant} attendait, et personne n’est venu. Appelez sur place si c’est une erreur.` },
    }),
    link: (merchant) => ({ subject: `Le lien de votre commande chez ${merchant}`, sentence: `Voici le lien de votre commande chez ${merchant}, demandé sur sa page.` }),
    readyText: (merchant, code) => `${merchant} : votre commande est prête. Code ${code}.`,
    totals: { Items: 'Articles', Discount: 'Remise', 'Service fee': 'Frais de service', Tax: 'TVA', Pickup: 'Retrait', Total: 'Total' },
  },
};

/** What becomes of the money of an order that is canceled or refunded. */
export const REFUND_WORDS: Readonly<Record<PassLanguage, { readonly nothing: string; readonly all: string; readonly under: string }>> = {
  en: { nothing: 'Nothing was charged.', all: 'All of your money went back to your card.', under: 'Your money is on its way back to your card.' },
  fr: { nothing: 'Rien n’a été débité.', all: 'Le montant a été entièrement remboursé sur votre carte.', under: 'Le remboursement sur votre carte est en cours.' },
};
