import type { Tone } from '@/components/ui/status-pill';
import type { UiLocale } from '@/lib/identity';
import type { DeliveryGroup, DeliveryStatus } from '@/lib/webhook';
import { FRENCH_ERRORS } from '../french-errors';

export const DELIVERY_TONE: Readonly<Record<DeliveryStatus, Tone>> = { pending: 'warning', delivered: 'success', refused: 'danger', failed: 'danger' };

/** Webhooks in the console, in the language that a person chose. */
const ENGLISH = {
  locale: 'en-CA',
  title: 'Webhooks', lead: 'Who is told of your orders and payments, and what came of it.', endpoints: 'Endpoints', deliveries: 'Deliveries', kept: 'Kept for', days: 'days', reading: 'Reading your deliveries',
  event: 'Event', endpoint: 'Endpoint', attempts: 'Attempts', status: 'Status', age: 'Age', allEvents: 'All events', anyStatus: 'Any status', older: 'Older entries',
  noneLike: 'No delivery is like this.', none: 'Nothing was sent yet. The next order is told to every endpoint that listens.',
  groups: {
    orders: ['Orders', 'Created and updated: shipments, cancellations, refunds. In the ACP version of the agent that bought.'],
    payments: ['Payments', 'Authorised, captured, voided, refunded, declined.'],
    agents: ['Agents', 'An agent that paid you was stopped, or changed its secret.'],
  } as Readonly<Record<DeliveryGroup, readonly [label: string, hint: string]>>,
  delivery: { pending: 'Waits', delivered: 'Delivered', refused: 'Refused', failed: 'Failed' } as Readonly<Record<DeliveryStatus, string>>,
  payload: 'Payload', oneLine: 'Posted as one line', payloadJson: 'The payload as JSON', oneDelivery: 'Delivery', notYet: 'Not sent yet. It is sent in a moment.', state: 'State', endpointGone: 'The endpoint was removed', eventId: 'Event id', copyEvent: 'event id', order: 'Order', orderPage: 'Order page',
  attempt: 'Attempt', byHand: 'sent again by hand', noAnswer: 'No answer', answerTo: 'Answer to attempt', again: 'Send again', taken: 'The endpoint took it',
  added: 'Endpoint added', secretOnce: 'Each delivery is signed with this secret. It is shown once.', secret: 'Webhook secret', since: 'since', noEndpoint: 'No endpoint yet. Agent platforms add theirs with your API key; you can add one here.',
  remove: 'Remove', removeTitle: 'Remove this endpoint?', removeSubmit: 'Remove endpoint', keep: 'Keep it', nothingMore: 'Nothing more is sent there, also what waits to be sent again:',
  add: 'Add endpoint', addTitle: 'Add an endpoint', notNow: 'Not now', url: 'URL', urlHint: 'Posted to exactly as given.', events: 'Events', chooseOne: 'Choose at least one kind of event.',
  errors: {} as Readonly<Record<string, string>>,
};

export type WebhookWords = typeof ENGLISH;

const FRENCH: WebhookWords = {
  locale: 'fr-FR',
  title: 'Webhooks', lead: 'Qui est prévenu de vos commandes et de vos paiements, et ce qui en est advenu.', endpoints: 'Points de réception', deliveries: 'Envois', kept: 'Gardés', days: 'jours', reading: 'Lecture de vos envois',
  event: 'Événement', endpoint: 'Point de réception', attempts: 'Essais', status: 'État', age: 'Âge', allEvents: 'Tous les événements', anyStatus: 'Tous les états', older: 'Envois plus anciens',
  noneLike: 'Aucun envoi ne correspond.', none: 'Rien n’a encore été envoyé. La prochaine commande sera annoncée à chaque point de réception.',
  groups: {
    orders: ['Commandes', 'Créées et mises à jour : expéditions, annulations, remboursements. Dans la version d’ACP de l’agent qui a acheté.'],
    payments: ['Paiements', 'Autorisés, encaissés, annulés, remboursés, refusés.'],
    agents: ['Agents', 'Un agent qui vous a payé a été arrêté, ou a changé de secret.'],
  },
  delivery: { pending: 'En attente', delivered: 'Remis', refused: 'Refusé', failed: 'Échoué' },
  payload: 'Contenu', oneLine: 'Envoyé sur une ligne', payloadJson: 'Le contenu en JSON', oneDelivery: 'Envoi', notYet: 'Pas encore envoyé. Il part dans un instant.', state: 'Situation', endpointGone: 'Le point de réception a été retiré', eventId: 'Identifiant d’événement', copyEvent: 'l’identifiant d’événement', order: 'Commande', orderPage: 'Page de la commande',
  attempt: 'Essai', byHand: 'renvoyé à la main', noAnswer: 'Pas de réponse', answerTo: 'Réponse à l’essai', again: 'Renvoyer', taken: 'Le point de réception l’a pris',
  added: 'Point de réception ajouté', secretOnce: 'Chaque envoi est signé avec ce secret. Il n’est montré qu’une fois.', secret: 'Secret du webhook', since: 'depuis le', noEndpoint: 'Aucun point de réception. Les plateformes d’agents ajoutent le leur avec votre clé d’API ; vous pouvez en ajouter un ici.',
  remove: 'Retirer', removeTitle: 'Retirer ce point de réception ?', removeSubmit: 'Retirer le point de réception', keep: 'Le garder', nothingMore: 'Plus rien n’y est envoyé, pas même ce qui attend de l’être à nouveau :',
  add: 'Ajouter un point de réception', addTitle: 'Ajouter un point de réception', notNow: 'Pas maintenant', url: 'URL', urlHint: 'Appelée exactement comme vous l’écrivez.', events: 'Événements', chooseOne: 'Choisissez au moins une sorte d’événement.',
  errors: {
    ...FRENCH_ERRORS,
    webhook_limit_reached: 'Vous avez autant de points de réception qu’il est possible. Retirez-en d’abord un.', endpoint_gone: 'Son point de réception a été retiré. Rien n’a été envoyé.',
    not_taken: 'Envoyé, mais non pris : le dernier essai, sur cette page, dit pourquoi.',
  },
};

export const webhookWords = (locale: UiLocale): WebhookWords => (locale === 'fr' ? FRENCH : ENGLISH);
