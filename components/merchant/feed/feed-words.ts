import type { Tone } from '@/components/ui/status-pill';
import type { FeedView } from '@/lib/feed';
import type { UiLocale } from '@/lib/identity';
import { FRENCH_ERRORS } from '../french-errors';

/** The product feed in the console, in the language that a person chose. */
const ENGLISH = {
  locale: 'en-CA',
  title: 'Product feed', lead: 'Your catalogue as the platforms of agents read it: the whole of it once, then each change.', state: 'State', refusedItems: 'Refused items', target: 'Target', files: 'Files',
  stopped: 'Stopped', waitsToTry: 'Waits to try again', publishing: 'Publishing', upToDate: 'Up to date',
  nothing: 'Nothing is published to a platform yet.', nameOne: 'Name one below.', ownerNames: 'The owner names one.',
  publishedTo: 'Published to', since: 'Since', feedId: 'Feed id', notMade: 'not made yet', copyFeedId: 'feed id', waiting: 'Waiting', item: 'item', items: 'items', lastRun: 'Last run', thisRun: 'This run', accepted: 'Accepted', refused: 'Refused', nextTry: 'Next try',
  isStopped: 'Publishing is stopped', couldNot: 'The target could not take the feed', noAnswer: 'No answer', answer: 'Answer', mend: 'Mend the target, then publish everything again.', byItself: 'It is tried again by itself. Nothing is lost.',
  publishAll: 'Publish everything now', stop: 'Stop publishing', stopTitle: 'Stop publishing?', stopLead: 'No change reaches the platform any more. What it has already stays there: ask it to remove your feed.', goOn: 'Go on publishing',
  filesLead: 'For a platform that fetches files instead: anyone may, your catalogue is public.', addresses: 'addresses of the feed’s files', download: 'Download',
  anItem: 'Item', when: 'When', sentAgain: 'An item is sent again when it changes, or with everything.',
  address: 'Address', addressHint: 'The base address of the platform’s Feed API: /feeds is added to it.', secret: 'Secret', secretHint: 'Sent as a bearer token with every call. Give it again each time: without one, none is sent.',
  saved: 'Saved. The whole catalogue is on its way.', here: 'Publish here', hereInstead: 'Publish here instead', newFeed: 'The platform gets a new feed with the whole catalogue.',
  errors: {} as Readonly<Record<string, string>>,
};

export type FeedWords = typeof ENGLISH;

const FRENCH: FeedWords = {
  locale: 'fr-FR',
  title: 'Flux de produits', lead: 'Votre catalogue tel que les plateformes d’agents le lisent : une fois en entier, puis chaque changement.', state: 'Situation', refusedItems: 'Articles refusés', target: 'Destination', files: 'Fichiers',
  stopped: 'Arrêté', waitsToTry: 'Attend de réessayer', publishing: 'En cours de publication', upToDate: 'À jour',
  nothing: 'Rien n’est encore publié vers une plateforme.', nameOne: 'Indiquez-en une ci-dessous.', ownerNames: 'Le propriétaire en indique une.',
  publishedTo: 'Publié vers', since: 'Depuis', feedId: 'Identifiant du flux', notMade: 'pas encore créé', copyFeedId: 'l’identifiant du flux', waiting: 'En attente', item: 'article', items: 'articles', lastRun: 'Dernier passage', thisRun: 'Passage en cours', accepted: 'Acceptés', refused: 'Refusés', nextTry: 'Prochain essai',
  isStopped: 'La publication est arrêtée', couldNot: 'La destination n’a pas pu prendre le flux', noAnswer: 'Pas de réponse', answer: 'Réponse', mend: 'Réparez la destination, puis publiez tout à nouveau.', byItself: 'Un nouvel essai se fait de lui-même. Rien n’est perdu.',
  publishAll: 'Tout publier maintenant', stop: 'Arrêter la publication', stopTitle: 'Arrêter la publication ?', stopLead: 'Plus aucun changement ne parvient à la plateforme. Ce qu’elle a déjà y reste : demandez-lui de retirer votre flux.', goOn: 'Continuer à publier',
  filesLead: 'Pour une plateforme qui va chercher des fichiers : chacun le peut, votre catalogue est public.', addresses: 'les adresses des fichiers du flux', download: 'Télécharger',
  anItem: 'Article', when: 'Quand', sentAgain: 'Un article est renvoyé quand il change, ou avec le tout.',
  address: 'Adresse', addressHint: 'L’adresse de base de l’API de flux de la plateforme : /feeds y est ajouté.', secret: 'Secret', secretHint: 'Envoyé comme jeton porteur à chaque appel. Redonnez-le à chaque fois : sinon, aucun n’est envoyé.',
  saved: 'Enregistré. Tout le catalogue est en route.', here: 'Publier ici', hereInstead: 'Publier plutôt ici', newFeed: 'La plateforme reçoit un nouveau flux avec tout le catalogue.',
  errors: FRENCH_ERRORS,
};

export const feedWords = (locale: UiLocale): FeedWords => (locale === 'fr' ? FRENCH : ENGLISH);

/** How a feed stands, in a word or two. */
export function feedState({ status, waitingCount, nextTryAt }: Pick<FeedView, 'status' | 'waitingCount' | 'nextTryAt'>, words: FeedWords): { readonly text: string; readonly tone: Tone } {
  if (status === 'stopped') return { text: words.stopped, tone: 'danger' };
  if (nextTryAt !== null) return { text: words.waitsToTry, tone: 'warning' };
  return waitingCount > 0 ? { text: words.publishing, tone: 'accent' } : { text: words.upToDate, tone: 'success' };
}
