/** What a call of the console's may be refused with anywhere, in French, by its code; `unreachable` is the browser's own. */
export const FRENCH_ERRORS: Readonly<Record<string, string>> = {
  unreachable: 'Le serveur est injoignable. Vérifiez votre connexion et réessayez.', unauthorized: 'Votre connexion a pris fin. Rechargez la page.', forbidden: 'Votre compte ne le permet pas.', not_found: 'Cela n’existe plus.',
  rate_limited: 'Trop d’essais. Attendez un peu.', invalid_request: 'Un champ n’est pas valide.', unavailable: 'Le service est occupé. Réessayez dans quelques secondes.', internal: 'Quelque chose s’est mal passé de notre côté.',
};
