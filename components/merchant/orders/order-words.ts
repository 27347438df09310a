import type { UiLocale } from '@/lib/identity';
import type { AdjustmentView, FulfillmentKind, FulfillmentStatus, OrderEventKind, OrderRow } from '@/lib/order';
import type { ReturnReason, ReturnStatus } from '@/lib/order-return';
import { FRENCH_ERRORS } from '../french-errors';

type HandOver = Readonly<Record<'open' | 'title' | 'submit' | 'tells', string>>;

/** Orders in the console, in the language that a person chose. */
const ENGLISH = {
  locale: 'en-CA',
  title: 'Orders', lead: 'What agents and people bought from you.', one: 'Order', none: 'No order yet. This is how an agent sees your products:', noneFound: 'No order fits these filters.', older: 'Older entries', command: 'Command that lists your products', reading: 'Reading your orders',
  agent: 'Agent', noAgent: 'No agent', via: 'Via', authority: 'Authority', status: 'Status', amount: 'Amount', age: 'Age', countersigned: 'Countersigned', automatic: 'Automatic',
  humanCountersigned: 'Human countersigned', withinLimits: 'Automatic, within limits',
  filter: { label: 'Find orders', search: 'Search', hint: 'Order number, buyer’s name or email', show: 'Show', all: 'All', any: 'Any', from: 'From day', until: 'Until day', clear: 'Clear all', more: 'Filters', set: 'Filters, set:', notKnown: 'This was not understood, and filters nothing.' },
  payment: { authorized: 'Authorised', captured: 'Captured', voided: 'Voided', expired: 'Expired' } as Readonly<Record<OrderRow['paymentStatus'], string>>,
  stage: { confirmed: '', processing: 'Partly shipped', shipped: 'Shipped', completed: 'Delivered', canceled: 'Canceled' } as Readonly<Record<OrderRow['stage'], string>>,
  refunded: 'Refunded', partlyRefunded: 'Partly refunded',
  fulfillment: { shipped: 'Shipped', in_transit: 'In transit', out_for_delivery: 'Out for delivery', ready_for_pickup: 'Ready for pickup', delivered: 'Delivered', failed: 'Not delivered' } as Readonly<Record<FulfillmentStatus, string>>,
  returns: { requested: 'Return requested', approved: 'Return approved', refused: 'Return refused', refunded: 'Refunded' } as Readonly<Record<ReturnStatus, string>>,
  returnRefund: { requested: 'Expected', approved: 'Refund to come', refused: '', refunded: 'Refunded' } as Readonly<Record<ReturnStatus, string>>,
  reason: { faulty: 'Faulty', not_as_described: 'Not as described', wrong_item: 'Wrong item', no_longer_wanted: 'No longer wanted', arrived_late: 'Arrived late', other: 'Another reason' } as Readonly<Record<ReturnReason, string>>,
  agentSays: 'Agent says', merchantSays: 'The merchant says',
  refundMade: { pending: 'Refund under way', completed: 'Refund made', failed: 'Refused by the bank' } as Readonly<Record<AdjustmentView['status'], string>>,
  canceled: 'Canceled', forCanceled: 'For canceled items',
  origin: { merchant: 'By you', return: 'For a return', network: 'At the payment network' } as Readonly<Record<AdjustmentView['origin'], string>>,
  sections: { returns: 'Returns', items: 'Items', handedOver: 'Handed over', adjustments: 'Cancellations and refunds', timeline: 'Timeline', webhooks: 'Webhooks', payment: 'Payment', delivery: 'Delivery', said: 'Said with the order' },
  nothingHappened: 'Nothing has happened to this order yet.', allWebhooks: 'All webhooks',
  facts: {
    orderId: 'Order id', checkout: 'Checkout', transaction: 'Network transaction', none: 'none', buyer: 'Buyer', email: 'Email', notGiven: 'not given', how: 'How', notChosen: 'not chosen', address: 'Address', publicPage: 'Public page', orderPage: 'Order page',
    copyOrder: 'order id', copyCheckout: 'checkout id', copyTransaction: 'network transaction id',
  },
  /** The rows of a total as lib/checkout names them. Another name, such as how goods are sent, is the store's own. */
  totals: {} as Readonly<Record<string, string>>,
  line: { handedOver: 'handed over', canceled: 'canceled' },
  handOver: {
    shipping: { open: 'Ship', title: 'Ship items', submit: 'Mark as shipped', tells: 'The agent is told, with the tracking you give.' },
    pickup: { open: 'Ready for pickup', title: 'Items are ready for pickup', submit: 'Mark as ready', tells: 'The agent is told that they can be picked up.' },
    digital: { open: 'Deliver', title: 'Deliver items', submit: 'Mark as delivered', tells: 'The agent is told that they were delivered.' },
  } as Readonly<Record<FulfillmentKind, HandOver>>,
  ship: { carrier: 'Carrier', number: 'Tracking number', link: 'Tracking link', linkTitle: 'A link that begins with https://', linkHint: 'Optional. Begins with https://' },
  steps: { delivered: 'Mark as delivered', pickedUp: 'Mark as picked up', failed: 'Could not be delivered', notPickedUp: 'Was not picked up' },
  cancel: { open: 'Cancel items', title: 'Cancel items?', keep: 'Keep them', captured: 'What they cost goes back to the card, with its tax.', uncaptured: 'Nothing was charged yet: what they cost is not taken, or goes back at once.', told: 'The agent is told. This cannot be undone.' },
  refund: { open: 'Refund', title: 'Refund this order', keep: 'Keep the money', upTo: 'Up to', goesBack: 'goes back to the card. The order’s total stays.' },
  decide: {
    approve: 'Approve return', refuse: 'Refuse', approveTitle: 'Approve this return?', refuseTitle: 'Refuse this return?', takeBack: 'You take back', goesBack: 'The refund goes to the card that paid; the agent is told.', refund: 'Refund', message: 'Message', messageHint: 'Optional. Where to send the goods, for instance.',
    told: 'The agent is told, and the buyer sees why. It may ask again.', submitRefuse: 'Refuse return',
  },
  reasonField: 'Reason', reasonHint: 'Optional. The agent reads it.', optional: 'Optional.', notNow: 'Not now', chooseOne: 'Choose at least one item.', howMany: 'How many', of: 'of',
  timeline: {
    placed: 'Order placed, payment authorised', captured: 'Payment captured', voided: 'Payment voided', expired: 'Authorisation expired', refunded: 'Refunded to the card', refund_failed: 'Refund refused by the bank', canceled: 'Order canceled', lines_canceled: 'Items canceled',
    shipped: 'Shipped', in_transit: 'In transit', out_for_delivery: 'Out for delivery', ready_for_pickup: 'Ready for pickup', delivered: 'Delivered', failed: 'Could not be delivered',
    kitchen_acknowledged: 'Kitchen started', kitchen_delayed: 'Ready time moved', kitchen_undone: 'Back to new in the kitchen', kitchen_no_show: 'Not fetched',
    return_requested: 'Return requested', return_approved: 'Return approved', return_refused: 'Return refused', return_refunded: 'Return refunded',
  } as Readonly<Record<OrderEventKind, string>>,
  said: {
    note: 'Buyer’s note', discount: 'Discount', first: 'Sent by, first', last: 'Sent by, last', marketing: 'Marketing by', agreed: 'agreed', declined: 'declined', noticed: 'Noticed by the agent', language: 'Language', timeZone: 'Time zone', quote: 'Quote',
    customer: 'Customer, as told', company: 'Company, as told', loyalty: 'Loyalty, as told', exemption: 'Tax exemption, not applied', taxId: 'tax id', costCentre: 'cost centre', points: 'points', since: 'since', within: 'in', until: 'until',
    account: { guest: 'guest', registered: 'registered customer', business: 'business' }, signedIn: { authenticated: 'signed in', guest: 'not signed in', requires_signin: 'has to sign in' },
    certificate: { resale: 'resale', exempt_organization: 'exempt organisation', government: 'government' },
  },
  errors: {} as Readonly<Record<string, string>>,
};

export type OrderWords = typeof ENGLISH;

const FRENCH: OrderWords = {
  locale: 'fr-FR',
  title: 'Commandes', lead: 'Ce que des agents et des personnes vous ont acheté.', one: 'Commande', none: 'Aucune commande pour l’instant. Voici comment un agent voit vos produits :', noneFound: 'Aucune commande ne correspond à ces filtres.', older: 'Commandes plus anciennes', command: 'Commande qui liste vos produits', reading: 'Lecture de vos commandes',
  agent: 'Agent', noAgent: 'Sans agent', via: 'Par', authority: 'Autorité', status: 'État', amount: 'Montant', age: 'Âge', countersigned: 'Contresignée', automatic: 'Automatique',
  humanCountersigned: 'Contresignée par une personne', withinLimits: 'Automatique, dans les limites',
  filter: { label: 'Trouver des commandes', search: 'Rechercher', hint: 'Numéro, nom ou courriel de l’acheteur', show: 'Afficher', all: 'Toutes', any: 'Indifférent', from: 'À partir du', until: 'Jusqu’au', clear: 'Tout effacer', more: 'Filtres', set: 'Filtres choisis :', notKnown: 'Ceci n’a pas été compris et ne filtre rien.' },
  payment: { authorized: 'Autorisée', captured: 'Encaissée', voided: 'Annulée', expired: 'Expirée' },
  stage: { confirmed: '', processing: 'Expédiée en partie', shipped: 'Expédiée', completed: 'Livrée', canceled: 'Commande annulée' },
  refunded: 'Remboursée', partlyRefunded: 'Remboursée en partie',
  fulfillment: { shipped: 'Expédiée', in_transit: 'En transit', out_for_delivery: 'En cours de livraison', ready_for_pickup: 'Prête à être retirée', delivered: 'Livrée', failed: 'Non livrée' },
  returns: { requested: 'Retour demandé', approved: 'Retour accepté', refused: 'Retour refusé', refunded: 'Remboursé' },
  returnRefund: { requested: 'Attendu', approved: 'Remboursement à venir', refused: '', refunded: 'Remboursé' },
  reason: { faulty: 'Défectueux', not_as_described: 'Non conforme à la description', wrong_item: 'Mauvais article', no_longer_wanted: 'Plus souhaité', arrived_late: 'Arrivé en retard', other: 'Autre raison' },
  agentSays: 'L’agent dit', merchantSays: 'La boutique dit',
  refundMade: { pending: 'Remboursement en cours', completed: 'Remboursement effectué', failed: 'Refusé par la banque' },
  canceled: 'Annulé', forCanceled: 'Pour des articles annulés',
  origin: { merchant: 'Par vous', return: 'Pour un retour', network: 'Auprès du réseau de paiement' },
  sections: { returns: 'Retours', items: 'Articles', handedOver: 'Remis', adjustments: 'Annulations et remboursements', timeline: 'Chronologie', webhooks: 'Webhooks', payment: 'Paiement', delivery: 'Livraison', said: 'Dit avec la commande' },
  nothingHappened: 'Rien ne s’est encore passé pour cette commande.', allWebhooks: 'Tous les webhooks',
  facts: {
    orderId: 'Identifiant de commande', checkout: 'Panier', transaction: 'Transaction du réseau', none: 'aucun', buyer: 'Acheteur', email: 'Courriel', notGiven: 'non indiqué', how: 'Mode', notChosen: 'non choisi', address: 'Adresse', publicPage: 'Page publique', orderPage: 'Page de la commande',
    copyOrder: 'l’identifiant de commande', copyCheckout: 'l’identifiant du panier', copyTransaction: 'l’identifiant de la transaction',
  },
  totals: { Items: 'Articles', Pickup: 'Retrait', Discount: 'Remise', Tax: 'Taxe', 'Service fee': 'Frais de service', Total: 'Total' },
  line: { handedOver: 'remis', canceled: 'annulés' },
  handOver: {
    shipping: { open: 'Expédier', title: 'Expédier des articles', submit: 'Marquer comme expédiés', tells: 'L’agent est prévenu, avec le suivi que vous donnez.' },
    pickup: { open: 'Prête au retrait', title: 'Des articles sont prêts à être retirés', submit: 'Marquer comme prêts', tells: 'L’agent est prévenu qu’ils peuvent être retirés.' },
    digital: { open: 'Livrer', title: 'Livrer des articles', submit: 'Marquer comme livrés', tells: 'L’agent est prévenu qu’ils ont été livrés.' },
  },
  ship: { carrier: 'Transporteur', number: 'Numéro de suivi', link: 'Lien de suivi', linkTitle: 'Un lien qui commence par https://', linkHint: 'Facultatif. Commence par https://' },
  steps: { delivered: 'Marquer comme livrés', pickedUp: 'Marquer comme retirés', failed: 'N’ont pas pu être livrés', notPickedUp: 'N’ont pas été retirés' },
  cancel: { open: 'Annuler des articles', title: 'Annuler des articles ?', keep: 'Les garder', captured: 'Leur prix revient sur la carte, avec sa taxe.', uncaptured: 'Rien n’a encore été encaissé : leur prix n’est pas pris, ou revient aussitôt.', told: 'L’agent est prévenu. C’est définitif.' },
  refund: { open: 'Rembourser', title: 'Rembourser cette commande', keep: 'Garder l’argent', upTo: 'Jusqu’à', goesBack: 'reviennent sur la carte. Le total de la commande reste.' },
  decide: {
    approve: 'Accepter le retour', refuse: 'Refuser', approveTitle: 'Accepter ce retour ?', refuseTitle: 'Refuser ce retour ?', takeBack: 'Vous reprenez', goesBack: 'Le remboursement va sur la carte qui a payé ; l’agent est prévenu.', refund: 'Remboursement', message: 'Message', messageHint: 'Facultatif. Où envoyer les articles, par exemple.',
    told: 'L’agent est prévenu, et l’acheteur voit pourquoi. Il peut redemander.', submitRefuse: 'Refuser le retour',
  },
  reasonField: 'Raison', reasonHint: 'Facultatif. L’agent la lit.', optional: 'Facultatif.', notNow: 'Pas maintenant', chooseOne: 'Choisissez au moins un article.', howMany: 'Combien', of: 'sur',
  timeline: {
    placed: 'Commande passée, paiement autorisé', captured: 'Paiement encaissé', voided: 'Paiement annulé', expired: 'Autorisation expirée', refunded: 'Remboursée sur la carte', refund_failed: 'Remboursement refusé par la banque', canceled: 'Commande annulée', lines_canceled: 'Articles annulés',
    shipped: 'Expédiée', in_transit: 'En transit', out_for_delivery: 'En cours de livraison', ready_for_pickup: 'Prête à être retirée', delivered: 'Livrée', failed: 'N’a pas pu être livrée',
    kitchen_acknowledged: 'Commencée en cuisine', kitchen_delayed: 'Heure de retrait déplacée', kitchen_undone: 'De nouveau en attente en cuisine', kitchen_no_show: 'Non retirée',
    return_requested: 'Retour demandé', return_approved: 'Retour accepté', return_refused: 'Retour refusé', return_refunded: 'Retour remboursé',
  },
  said: {
    note: 'Note de l’acheteur', discount: 'Remise', first: 'Envoyé d’abord par', last: 'Envoyé enfin par', marketing: 'Publicité par', agreed: 'acceptée', declined: 'refusée', noticed: 'Remarqué par l’agent', language: 'Langue', timeZone: 'Fuseau horaire', quote: 'Devis',
    customer: 'Client, selon l’agent', company: 'Entreprise, selon l’agent', loyalty: 'Fidélité, selon l’agent', exemption: 'Exonération de taxe, non appliquée', taxId: 'numéro fiscal', costCentre: 'centre de coûts', points: 'points', since: 'depuis', within: 'en', until: 'jusqu’au',
    account: { guest: 'invité', registered: 'client enregistré', business: 'entreprise' }, signedIn: { authenticated: 'connecté', guest: 'non connecté', requires_signin: 'doit se connecter' },
    certificate: { resale: 'revente', exempt_organization: 'organisme exonéré', government: 'administration' },
  },
  errors: {
    ...FRENCH_ERRORS,
    recent_sign_in_required: 'Un remboursement de ce montant demande une connexion des dix dernières minutes. Reconnectez-vous, puis réessayez.',
    wrong_state: 'L’état de la commande ne le permet pas.', too_many: 'Cette commande n’a plus de place pour un de plus.', nothing_left: 'Tout a déjà été remis ou annulé. Rechargez la page.', quantity_exceeded: 'Il en reste moins que cela. Rechargez la page.',
    amount_exceeds_captured: 'C’est plus que ce qui peut encore être remboursé.', refund_refused: 'La banque n’a pas pu prendre le remboursement sur votre compte.', idempotency_conflict: 'Ce remboursement a été fait avec un autre montant. Rechargez la page.',
  },
};

export const orderWords = (locale: UiLocale): OrderWords => (locale === 'fr' ? FRENCH : ENGLISH);
