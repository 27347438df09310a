import type { UiLocale } from '@/lib/identity';
import { FRENCH_ERRORS } from '../french-errors';

/** API keys in the console, in the language that a person chose. */
const ENGLISH = {
  locale: 'en-CA',
  title: 'Keys', lead: 'What platforms call your store with, and from which web pages.', notForStaff: 'Keys are for owners and managers of the store.', none: 'There is no API key yet.', pages: 'Web pages',
  since: 'Since', signed: 'Signed requests only', unsigned: 'Unsigned', signedLead: 'ACP requests without a valid signature are refused.', unsignedLead: 'Add a public key to refuse ACP requests that it did not sign.',
  add: 'Add public key', addTo: 'Add public key to', addTitle: 'Add a public key to', added: 'added', thumbprint: 'thumbprint', remove: 'Remove',
  addLead: 'From now on every ACP request with this API key must be signed by one of its public keys. Start signing before you add the first.', jwk: 'Public key (JWK)', jwkHint: 'Ed25519 or P-256, such as {"kty":"OKP","crv":"Ed25519","x":"..."}. Never the private half.', noJwk: 'This is no JWK: paste a JSON object.', noJson: 'This is no JSON.', notNow: 'Not now',
  origins: 'Allowed origins', originsHint: 'One to a line, such as https://shop.example. Their pages may call your checkout and your catalogue from a browser. No other page may.', save: 'Save origins', saved: 'Saved.',
  errors: {} as Readonly<Record<string, string>>,
};

export type KeyWords = typeof ENGLISH;

const FRENCH: KeyWords = {
  locale: 'fr-FR',
  title: 'Clés', lead: 'Avec quoi les plateformes appellent votre boutique, et depuis quelles pages web.', notForStaff: 'Les clés sont pour les propriétaires et les gérants de la boutique.', none: 'Il n’y a pas encore de clé d’API.', pages: 'Pages web',
  since: 'Depuis le', signed: 'Requêtes signées seulement', unsigned: 'Non signées', signedLead: 'Les requêtes ACP sans signature valable sont refusées.', unsignedLead: 'Ajoutez une clé publique pour refuser les requêtes ACP qu’elle n’a pas signées.',
  add: 'Ajouter une clé publique', addTo: 'Ajouter une clé publique à', addTitle: 'Ajouter une clé publique à', added: 'ajoutée le', thumbprint: 'l’empreinte', remove: 'Retirer',
  addLead: 'Dès maintenant, chaque requête ACP avec cette clé d’API doit être signée par l’une de ses clés publiques. Commencez à signer avant d’ajouter la première.', jwk: 'Clé publique (JWK)', jwkHint: 'Ed25519 ou P-256, par exemple {"kty":"OKP","crv":"Ed25519","x":"..."}. Jamais la moitié privée.', noJwk: 'Ce n’est pas un JWK : collez un objet JSON.', noJson: 'Ce n’est pas du JSON.', notNow: 'Pas maintenant',
  origins: 'Origines autorisées', originsHint: 'Une par ligne, par exemple https://shop.example. Leurs pages peuvent appeler votre caisse et votre catalogue depuis un navigateur. Aucune autre page ne le peut.', save: 'Enregistrer les origines', saved: 'Enregistré.',
  errors: FRENCH_ERRORS,
};

export const keyWords = (locale: UiLocale): KeyWords => (locale === 'fr' ? FRENCH : ENGLISH);
