import type { UiLocale } from '@/lib/identity';

/** What was sold, in the language that a person chose. */
const ENGLISH = {
  locale: 'en-CA',
  title: 'Sales', lead: 'What your store sold, through which door, and who bought.', days: 'days', period: 'Period',
  sold: 'Sold', orders: 'Orders', average: 'Average order', refunded: 'Refunded', byAgents: 'Placed by agents', countersigned: 'Countersigned', before: 'the days before', ofOrders: 'of the orders',
  byDay: 'By day', day: 'Day', amount: 'Amount', channels: 'By protocol', channel: 'Protocol', share: 'Share',
  items: 'Ordered most', item: 'Item', quantity: 'Quantity', itemsHint: 'After discounts, before tax, as ordered.',
  quotes: 'From quote to paid', quoted: 'Quotes', paid: 'Became orders', noQuotes: 'No quote was asked for.', none: 'Nothing was sold in these days.',
};

export type AnalyticsWords = typeof ENGLISH;

const FRENCH: AnalyticsWords = {
  locale: 'fr-FR',
  title: 'Ventes', lead: 'Ce que votre boutique a vendu, par quelle voie, et qui a acheté.', days: 'jours', period: 'Période',
  sold: 'Vendu', orders: 'Commandes', average: 'Commande moyenne', refunded: 'Remboursé', byAgents: 'Passées par des agents', countersigned: 'Contresignées', before: 'les jours précédents', ofOrders: 'des commandes',
  byDay: 'Par jour', day: 'Jour', amount: 'Montant', channels: 'Par protocole', channel: 'Protocole', share: 'Part',
  items: 'Les plus commandés', item: 'Article', quantity: 'Quantité', itemsHint: 'Après remises, avant taxe, tels que commandés.',
  quotes: 'Du devis au paiement', quoted: 'Devis', paid: 'Devenus commandes', noQuotes: 'Aucun devis n’a été demandé.', none: 'Rien n’a été vendu pendant ces jours.',
};

export const analyticsWords = (locale: UiLocale): AnalyticsWords => (locale === 'fr' ? FRENCH : ENGLISH);
