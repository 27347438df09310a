import type { UiLocale } from '@/lib/identity';

/** The kitchen, in the language that a person chose. Every word of English has its French: the type says so. */
const ENGLISH = {
  title: 'Kitchen', columns: { new: 'New', cooking: 'Cooking', ready: 'Ready', ended: 'Ended' }, none: 'Nothing here.', reading: 'Reading the board',
  actions: { acknowledge: 'Start', delay: '+5 min', ready: 'Ready', fulfill: 'Handed over', no_show: 'Not fetched', undo: 'Undo' },
  due: 'Due', now: 'now', minutes: 'min', late: 'min late', ordered: (minutes: number) => `ordered ${minutes} min ago`, asap: 'As soon as possible', here: 'Is here', waits: 'Not sent yet', order: 'Order', code: 'Code',
  ended: { canceled: 'Canceled', refunded: 'Refunded', no_show: 'Not fetched' },
  offline: 'Offline. What you tap is kept, and sent when the connection is back.', toSend: 'to send', signedOut: 'You are signed out. What you tapped is kept.', signIn: 'Sign in again',
  stale: 'Somebody else was first, or the order ended', gone: 'This order is not there any more',
  open: 'Taking orders', paused: 'Paused', pausedUntil: 'Paused until', pause: 'Pause', resume: 'Resume', pauseTitle: 'Take no new orders', untilResumed: 'Until I resume',
  busy: 'Busy', busyTitle: 'Minutes added to new orders', noDelay: 'None', out: 'Sold out', outTitle: 'What is sold out', outUntil: 'Out until', outEndless: 'Out', onSale: 'On sale', back: 'Back on sale',
  hour: '1 hour', hours: 'hours', tomorrow: 'A day', endless: 'No end', close: 'Close', soundOn: 'Sound on', soundOff: 'Sound off', console: 'Console', sessions: 'Sign-ins',
};

export type KitchenWords = typeof ENGLISH;

const FRENCH: KitchenWords = {
  title: 'Cuisine', columns: { new: 'À faire', cooking: 'En cours', ready: 'Prêtes', ended: 'Terminées' }, none: 'Rien ici.', reading: 'Lecture du tableau',
  actions: { acknowledge: 'Commencer', delay: '+5 min', ready: 'Prête', fulfill: 'Remise', no_show: 'Non retirée', undo: 'Annuler' },
  due: 'Pour', now: 'maintenant', minutes: 'min', late: 'min de retard', ordered: (minutes: number) => `commandée il y a ${minutes} min`, asap: 'Dès que possible', here: 'Sur place', waits: 'Pas encore envoyé', order: 'Commande', code: 'Code',
  ended: { canceled: 'Annulée', refunded: 'Remboursée', no_show: 'Non retirée' },
  offline: 'Hors ligne. Vos gestes sont gardés et partent au retour de la connexion.', toSend: 'à envoyer', signedOut: 'Vous êtes déconnecté. Vos gestes sont gardés.', signIn: 'Se reconnecter',
  stale: 'Quelqu’un d’autre a été plus rapide, ou la commande est terminée', gone: 'Cette commande n’existe plus',
  open: 'Commandes ouvertes', paused: 'En pause', pausedUntil: 'En pause jusqu’à', pause: 'Pause', resume: 'Reprendre', pauseTitle: 'Ne plus prendre de commandes', untilResumed: 'Jusqu’à la reprise',
  busy: 'Affluence', busyTitle: 'Minutes ajoutées aux nouvelles commandes', noDelay: 'Aucune', out: 'Ruptures', outTitle: 'Ce qui est épuisé', outUntil: 'Épuisé jusqu’à', outEndless: 'Épuisé', onSale: 'En vente', back: 'Remettre en vente',
  hour: '1 heure', hours: 'heures', tomorrow: 'Un jour', endless: 'Sans fin', close: 'Fermer', soundOn: 'Son activé', soundOff: 'Son coupé', console: 'Console', sessions: 'Connexions',
};

export const kitchenWords = (locale: UiLocale): KitchenWords => (locale === 'fr' ? FRENCH : ENGLISH);
