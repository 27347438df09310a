import { formatMoney } from '@/lib/kernel/money';
import type { StoreEvent, StoreNotice } from './types';

export type Locale = 'en' | 'fr';
type Told = { readonly subject: string; readonly sentence: string };
type About = { readonly store: string; readonly money: string; readonly name: string };

const WORDS: Readonly<Record<Locale, { readonly look: string; readonly choose: string; readonly events: Readonly<Record<StoreEvent, (about: About) => Told>> }>> = {
  en: {
    look: 'Look at it:',
    choose: 'What you are told of is yours to choose:',
    events: {
      order: ({ store, money }) => ({ subject: `A new order at ${store}`, sentence: `Someone ordered for ${money}.` }),
      cancellation: ({ store, money }) => ({ subject: `An order was canceled at ${store}`, sentence: `A customer canceled an order of ${money}. The money goes back by itself.` }),
      return: ({ store, money }) => ({ subject: `A return is asked for at ${store}`, sentence: `A customer asks to send goods back for ${money}. It waits for your decision.` }),
      payments: ({ store }) => ({ subject: `${store} takes no cards at the moment`, sentence: 'The payment provider asks for something before it goes on.' }),
      webhook: ({ store, name }) => ({ subject: `A webhook of ${store} does not answer`, sentence: `${name} did not take an event, however often it was sent.` }),
    },
  },
  fr: {
    look: 'Voir :',
    choose: 'À vous de choisir ce dont nous vous prévenons :',
    events: {
      order: ({ store, money }) => ({ subject: `Nouvelle commande chez ${store}`, sentence: `Une commande de ${money} vient d’arriver.` }),
      cancellation: ({ store, money }) => ({ subject: `Commande annulée chez ${store}`, sentence: `Un client a annulé une commande de ${money}. L’argent est rendu de lui-même.` }),
      return: ({ store, money }) => ({ subject: `Demande de retour chez ${store}`, sentence: `Un client demande à renvoyer des articles pour ${money}. La décision vous attend.` }),
      payments: ({ store }) => ({ subject: `${store} ne prend plus les cartes pour l’instant`, sentence: 'Le prestataire de paiement demande quelque chose avant de continuer.' }),
      webhook: ({ store, name }) => ({ subject: `Un webhook de ${store} ne répond pas`, sentence: `${name} n’a pas pris un événement, malgré plusieurs envois.` }),
    },
  },
};

/** The mail about something, without secrets and without words of customers. `link` makes a path a whole address. */
export function composeStoreMail(notice: StoreNotice, { locale, store }: { locale: Locale; store: string }, link: (path: string) => string): { subject: string; text: string } {
  const { look, choose, events } = WORDS[locale];
  const { subject, sentence } = events[notice.event]({ store, money: notice.money ? formatMoney(notice.money, locale) : '', name: notice.name ?? '' });
  return { subject, text: [sentence, '', look, link(notice.path), '', choose, link('/dashboard/preferences')].join('\n') };
}
