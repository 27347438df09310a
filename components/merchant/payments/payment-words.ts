import type { UiLocale } from '@/lib/identity';
import type { Payout } from '@/lib/payment-hub';
import type { CardAvailability } from '@/lib/ports';

type States = Readonly<Record<CardAvailability, readonly [label: string, words: string]>>;

/** The pages of the payment hub, in the language that a person chose. */
const ENGLISH = {
  locale: 'en-CA',
  title: 'Payments', lead: 'How customers pay your store by card, and what you are paid out.',
  states: {
    available: ['Cards accepted', 'Customers can pay by card. Money goes to your account.'],
    needs_onboarding: ['Not set up', 'Customers cannot pay by card yet. Tell the payment provider who you are: it takes about five minutes.'],
    pending: ['Being checked', 'The provider is checking what you told it. There is nothing to do; cards are taken once it is through.'],
    requires_action: ['Action needed', 'The provider needs something from you before customers can pay by card.'],
  } as States,
  walletsAnyway: 'Agents that pay with their owner’s wallet can buy in the meantime.',
  setUp: 'Set up card payments', goOn: 'Continue at the provider', refresh: 'Check again', startOver: 'Start over', startOverTitle: 'Start over with another account?', startOverKeep: 'Keep this one',
  startOverHint: 'This is a test account. Starting over opens a new one; cards are taken again once it is set up.',
  facts: 'Account', account: 'Account at the provider', none: 'None yet', payouts: 'Payouts', on: 'Active', off: 'Not yet', fee: 'Platform fee on card orders', feeHint: 'Set by the platform.', asked: 'The provider asks for',
  checked: 'Last checked', simulated: 'No payment provider is configured: the simulator plays its part, and no real money moves.',
  paidOut: 'Payouts to your bank', arrives: 'Arrives', sent: 'Sent', status: 'State', noPayouts: 'Nothing was paid out yet.',
  payoutStates: { pending: 'Pending', in_transit: 'On its way', paid: 'Paid', failed: 'Failed', canceled: 'Canceled' } as Readonly<Record<Payout['status'], string>>,
  cardOrders: 'Card orders', order: 'Order', amount: 'Paid', refunded: 'Refunded', kept: 'Fee', net: 'You receive', noCardOrders: 'No card order was paid yet.',
  onboarding: 'Provider’s form, simulated', onboardingLead: 'Where a provider is configured, its own form stands here. Choose what it would say of your store.', outcome: 'What the provider says', submit: 'Send', back: 'Back to payments',
};

export type PaymentWords = typeof ENGLISH;

const FRENCH: PaymentWords = {
  locale: 'fr-FR',
  title: 'Paiements', lead: 'Comment vos clients paient par carte, et ce qui vous est versé.',
  states: {
    available: ['Cartes acceptées', 'Vos clients peuvent payer par carte. L’argent va sur votre compte.'],
    needs_onboarding: ['À configurer', 'Vos clients ne peuvent pas encore payer par carte. Dites au prestataire de paiement qui vous êtes : cinq minutes suffisent.'],
    pending: ['En vérification', 'Le prestataire vérifie ce que vous lui avez dit. Il n’y a rien à faire ; les cartes sont acceptées ensuite.'],
    requires_action: ['À compléter', 'Le prestataire a besoin de quelque chose de votre part avant que vos clients puissent payer par carte.'],
  },
  walletsAnyway: 'Les agents qui paient avec le portefeuille de leur propriétaire peuvent acheter entre-temps.',
  setUp: 'Configurer les paiements par carte', goOn: 'Continuer chez le prestataire', refresh: 'Vérifier à nouveau', startOver: 'Recommencer', startOverTitle: 'Recommencer avec un autre compte ?', startOverKeep: 'Garder celui-ci',
  startOverHint: 'Ceci est un compte de test. Recommencer en ouvre un nouveau ; les cartes sont de nouveau acceptées une fois qu’il est configuré.',
  facts: 'Compte', account: 'Compte chez le prestataire', none: 'Pas encore', payouts: 'Versements', on: 'Actifs', off: 'Pas encore', fee: 'Frais de la plateforme sur les commandes par carte', feeHint: 'Fixés par la plateforme.', asked: 'Le prestataire demande',
  checked: 'Dernière vérification', simulated: 'Aucun prestataire de paiement n’est configuré : le simulateur joue son rôle, sans argent réel.',
  paidOut: 'Versements à votre banque', arrives: 'Arrivée', sent: 'Envoyé', status: 'État', noPayouts: 'Rien n’a encore été versé.',
  payoutStates: { pending: 'En attente', in_transit: 'En route', paid: 'Versé', failed: 'Échoué', canceled: 'Annulé' },
  cardOrders: 'Commandes par carte', order: 'Commande', amount: 'Payé', refunded: 'Remboursé', kept: 'Frais', net: 'Vous recevez', noCardOrders: 'Aucune commande n’a encore été payée par carte.',
  onboarding: 'Formulaire du prestataire, simulé', onboardingLead: 'Avec un prestataire configuré, son propre formulaire se trouve ici. Choisissez ce qu’il dirait de votre boutique.', outcome: 'Ce que dit le prestataire', submit: 'Envoyer', back: 'Retour aux paiements',
};

export const paymentWords = (locale: UiLocale): PaymentWords => (locale === 'fr' ? FRENCH : ENGLISH);
