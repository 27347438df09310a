import type { Channel } from '@/lib/merchant';
import type { StoreEvent } from '@/lib/store-notice';
import type { CheckId } from '@/lib/console';
import type { UiLocale } from '@/lib/identity';
import { FRENCH_ERRORS } from './french-errors';

/** The pages of the console, in the language that a person chose. Every word of English has its French: the type says so. */
const ENGLISH = {
  nav: { kitchen: 'Kitchen', launchpad: 'Launchpad', menu: 'Menu', data: 'Import and export', workspace: 'Store', payments: 'Payments', staff: 'People', qr: 'QR codes', orders: 'Orders', analytics: 'Sales', webhooks: 'Webhooks', feed: 'Product feed', keys: 'Keys', docs: 'Docs', sessions: 'Sign-ins', preferences: 'Preferences' },
  save: 'Save', saved: 'Saved.', cancel: 'Cancel', add: 'Add', remove: 'Remove',
  conflict: 'Somebody else saved in the meantime, so nothing of yours was saved.',
  reload: 'Load what is there now',
  errors: { unreachable: 'The server could not be reached. Check your connection and try again.' } as Readonly<Record<string, string>>,
  launchpad: {
    title: 'Launchpad', lead: 'What your store needs before it opens.', draft: 'Draft', live: 'Live',
    who: 'Your name', whoHint: 'Whoever opens a store says who they are.',
    done: 'Done', missing: 'Missing', optional: 'Optional', mend: 'Go there', address: 'Its address will be', liveAt: 'Customers and their agents order at',
    goLive: 'Go live', blocked: 'The store opens once nothing required is missing.', offline: 'Take offline', offlineLead: 'Nobody can order while it is a draft. What was ordered stays ordered.',
  },
  checks: {
    email: ['Confirmed address', 'Open the link in the mail that we sent you.'],
    profile: ['Your name', 'Say who you are, above.'],
    name: ['Name of the store', 'The store has no name yet.'],
    address: ['Address', 'Nobody can find the store without its address and city.'],
    phone: ['Phone', 'Customers cannot call: there is no phone number.'],
    hours: ['Opening hours', 'Without opening hours nothing can be ordered.'],
    menu: ['Menu', 'Nothing on the menu can be bought.'],
    payments: ['Card payments', 'Customers cannot pay by card yet. Agents with a wallet can.'],
    legal: ['Legal notice', 'No page says who runs the store.'],
  } as Readonly<Record<CheckId, readonly [label: string, reason: string]>>,
  workspace: {
    title: 'Store', lead: 'Who you are, where, when, and in which languages.', profile: 'Profile', name: 'Name', description: 'Description', address: 'Street and number', postalCode: 'Postal code', city: 'City',
    country: 'Country', phone: 'Phone', email: 'Contact email', handle: 'Name in addresses', handleHint: 'Small letters, digits and hyphens. It stays once the store is live.',
    hours: 'Opening hours', timeZone: 'Time zone', opens: 'Opens', closes: 'Closes', closed: 'Closed', addHours: 'Add hours', copy: 'Same hours every day as on Monday',
    exceptions: 'Other hours on a date', date: 'Date', note: 'Note', addDate: 'Add a date', closedAllDay: 'Closed all day', notes: 'Notes for customers', notesHint: 'One on each line.',
    kitchen: 'Kitchen', prep: 'Minutes for an order', capacity: 'Orders in 15 minutes', languages: 'Languages', defaultLocale: 'Written in', published: 'Published in', publishedHint: 'Language tags with commas between, such as en, fr, sv-SE. At most 8.',
    legal: 'Legal pages', pageTitle: 'Title', pageBody: 'Text', addPage: 'Add a page', noPages: 'There are no legal pages yet.', in: 'in',
    days: { monday: 'Monday', tuesday: 'Tuesday', wednesday: 'Wednesday', thursday: 'Thursday', friday: 'Friday', saturday: 'Saturday', sunday: 'Sunday' },
    pages: { imprint: 'Legal notice', terms: 'Terms of sale', privacy: 'Privacy', allergens: 'Allergens' },
  },
  channels: {
    title: 'Channels', lead: 'Over which agents and customers may order. A channel that is closed begins nothing new; what was begun can be paid.',
    of: {
      acp: ['Agentic Commerce Protocol', 'Assistants that check out for their users, over ACP.'], sacp: ['Agents with a wallet', 'SACP sessions: agents of Countersign’s own wallets.'],
      quote: ['Storefront and menu', 'Your page, its order form, and agents that quote and confirm.'], orchestrator: ['Orchestrated carts', 'Platforms that keep carts at this server.'],
    } as Readonly<Record<Channel, readonly [label: string, hint: string]>>,
  },
  staff: {
    title: 'People', lead: 'Who works at your store, and what they may do.', members: 'Members', invitations: 'Invitations', invite: 'Invite someone', email: 'Email', role: 'Role', send: 'Send invitation',
    sent: 'The invitation is on its way.', none: 'Nobody is invited.', until: 'Holds until', expired: 'Expired', takeBack: 'Take back', change: 'Change role', removeTitle: 'Remove from the store', you: 'You',
    removeLead: 'Every sign-in of this person ends at once.', noName: 'No name yet',
    roles: { owner: 'Owner', manager: 'Manager', staff: 'Staff' },
    rolesHint: 'Owners decide about people. Managers run the store. Staff see the kitchen.',
  },
  sessions: { title: 'Sign-ins', lead: 'Where you are signed in.', unknown: 'Unknown browser', here: 'This browser', seen: 'Last seen', signOut: 'Sign out', others: 'Sign out everywhere else' },
  preferences: { title: 'Preferences', lead: 'How the console speaks to you.', language: 'Language of the console', english: 'English', french: 'Français' },
  passkeys: {
    title: 'Passkeys', name: 'Passkey', lead: 'A passkey signs you in with your finger, face or PIN, and nobody can ask you for it by mail. Add one on each of your devices.', add: 'Add a passkey', added: 'Added', used: 'Last used',
    secondStep: 'Ask for a passkey at each sign-in', secondStepHint: 'After the password, a link by mail, or Google. It takes two passkeys, so that a lost device does not lock you out.',
    stale: 'Sign in again first: this needs a sign-in of the last ten minutes.', known: 'This device has a passkey for your store already.', notMade: 'No passkey was made. Try again when you are ready.',
  },
  notices: {
    title: 'Mail', lead: 'What you are told of by mail, at the address that you sign in with. It arrives once the address is confirmed.',
    of: {
      order: ['New orders', 'A mail for each. The kitchen sees them in any case.'], cancellation: ['Canceled orders', 'A customer canceled before the kitchen began.'],
      return: ['Returns', 'A customer asks to send goods back, and waits for your decision.'], payments: ['Card payments', 'Cards are not taken any more, and why.'],
      webhook: ['Webhooks', 'An address of yours took no event, however often it was sent. Once a day.'],
    } as Readonly<Record<StoreEvent, readonly [label: string, hint: string]>>,
  },
  qr: {
    title: 'QR codes', lead: 'Each leads to your store.', draft: 'The store is a draft: the codes lead nowhere until it is live.', download: 'Download SVG', print: 'Print', scan: 'Scan to order', code: 'QR code of',
    placements: {
      table: ['Table', 'A card for each table, at reading distance.'], window: ['Window', 'A sheet behind the glass, at eye level.'], counter: ['Counter', 'A card beside the till.'], bag: ['Bag', 'A sticker on what is taken home.'],
    },
  },
};

export type ConsoleWords = Omit<typeof ENGLISH, 'qr'> & { qr: Omit<(typeof ENGLISH)['qr'], 'placements'> & { placements: Readonly<Record<keyof (typeof ENGLISH)['qr']['placements'], readonly string[]>> } };

const FRENCH: ConsoleWords = {
  nav: { kitchen: 'Cuisine', launchpad: 'Mise en ligne', menu: 'Carte', data: 'Import et export', workspace: 'Boutique', payments: 'Paiements', staff: 'Équipe', qr: 'Codes QR', orders: 'Commandes', analytics: 'Ventes', webhooks: 'Webhooks', feed: 'Flux de produits', keys: 'Clés', docs: 'Documentation', sessions: 'Connexions', preferences: 'Préférences' },
  save: 'Enregistrer', saved: 'Enregistré.', cancel: 'Annuler', add: 'Ajouter', remove: 'Retirer',
  conflict: 'Quelqu’un d’autre a enregistré entre-temps : rien de vos changements n’a été enregistré.',
  reload: 'Charger la version actuelle',
  errors: {
    ...FRENCH_ERRORS,
    INVALID_PAYLOAD: 'Un champ n’est pas valide.', EMAIL_UNVERIFIED: 'Confirmez d’abord votre propre adresse : le lien est dans votre courriel.', ALREADY_MEMBER: 'Cette personne travaille déjà dans votre boutique.',
    LAST_OWNER: 'Une boutique garde au moins un propriétaire.', NOT_FOUND: 'Cela n’existe plus.', LAUNCH_BLOCKED: 'La boutique n’est pas encore prête.', RATE_LIMITED: 'Trop d’essais. Attendez un peu.',
    NOT_A_PHOTO: 'Ce n’est pas une photo qui puisse être montrée. Envoyez un JPEG, PNG ou WebP de 50 mégapixels au plus.', PAYLOAD_TOO_LARGE: 'Ce fichier est trop lourd.',
    PASSKEY_EXISTS: 'Cette clé d’accès est déjà connue.', INVALID_PASSKEY: 'La clé d’accès n’a pas répondu à la demande, ou trop tard. Recommencez.', TOO_FEW_PASSKEYS: 'Ajoutez d’abord une deuxième clé d’accès.', LAST_PASSKEY: 'Une clé d’accès est demandée à chaque connexion, et c’est la dernière. Désactivez cela d’abord.', HAS_WALLET: 'Ce compte a un portefeuille : ses clés d’accès y sont gérées.',
    SKU_TAKEN: 'Un autre article porte déjà cette référence.', SECTION_TAKEN: 'Une autre section porte déjà ce nom.', TOO_MANY: 'Il n’y a plus de place pour un de plus.', ITEM_NOT_FOUND: 'Cet article n’existe plus.',
    PROVIDER_REFUSED: 'Le prestataire de paiement ne sert pas une boutique de ce pays et de cette devise.', RESET_NOT_ALLOWED: 'Ce compte fait circuler de l’argent réel : il n’est pas jeté.', NO_ACCOUNT: 'Il n’y a pas encore de compte.',
    SERVICE_UNAVAILABLE: 'Le prestataire ne répond pas. Réessayez.', UNAUTHORIZED: 'Votre connexion a pris fin. Rechargez la page.', FORBIDDEN: 'Votre compte ne le permet pas.', INTERNAL_ERROR: 'Quelque chose s’est mal passé de notre côté.',
  },
  launchpad: {
    title: 'Mise en ligne', lead: 'Ce qu’il faut à votre boutique pour ouvrir.', draft: 'Brouillon', live: 'En ligne',
    who: 'Votre nom', whoHint: 'Qui ouvre une boutique dit qui il est.',
    done: 'Fait', missing: 'Manque', optional: 'Facultatif', mend: 'Y aller', address: 'Son adresse sera', liveAt: 'Vos clients et leurs agents commandent à',
    goLive: 'Mettre en ligne', blocked: 'La boutique ouvre dès que rien d’obligatoire ne manque.', offline: 'Retirer de la vente', offlineLead: 'Personne ne peut commander dans un brouillon. Les commandes passées restent.',
  },
  checks: {
    email: ['Adresse confirmée', 'Ouvrez le lien du courriel que nous vous avons envoyé.'],
    profile: ['Votre nom', 'Dites qui vous êtes, ci-dessus.'],
    name: ['Nom de la boutique', 'La boutique n’a pas encore de nom.'],
    address: ['Adresse', 'Sans adresse ni ville, personne ne trouve la boutique.'],
    phone: ['Téléphone', 'Les clients ne peuvent pas appeler : il manque un numéro.'],
    hours: ['Horaires', 'Sans horaires, rien ne peut être commandé.'],
    menu: ['Carte', 'Rien sur la carte ne peut être acheté.'],
    payments: ['Paiement par carte', 'Vos clients ne peuvent pas encore payer par carte. Les agents avec portefeuille, si.'],
    legal: ['Mentions légales', 'Aucune page ne dit qui tient la boutique.'],
  },
  workspace: {
    title: 'Boutique', lead: 'Qui vous êtes, où, quand, et dans quelles langues.', profile: 'Profil', name: 'Nom', description: 'Description', address: 'Rue et numéro', postalCode: 'Code postal', city: 'Ville',
    country: 'Pays', phone: 'Téléphone', email: 'Courriel de contact', handle: 'Nom dans les adresses', handleHint: 'Minuscules, chiffres et traits d’union. Il reste une fois la boutique en ligne.',
    hours: 'Horaires', timeZone: 'Fuseau horaire', opens: 'Ouvre', closes: 'Ferme', closed: 'Fermé', addHours: 'Ajouter des heures', copy: 'Tous les jours comme le lundi',
    exceptions: 'Autres heures à une date', date: 'Date', note: 'Remarque', addDate: 'Ajouter une date', closedAllDay: 'Fermé toute la journée', notes: 'Remarques pour les clients', notesHint: 'Une par ligne.',
    kitchen: 'Cuisine', prep: 'Minutes par commande', capacity: 'Commandes en 15 minutes', languages: 'Langues', defaultLocale: 'Écrit en', published: 'Publié en', publishedHint: 'Codes de langue séparés par des virgules, comme en, fr, sv-SE. Huit au plus.',
    legal: 'Pages légales', pageTitle: 'Titre', pageBody: 'Texte', addPage: 'Ajouter une page', noPages: 'Il n’y a pas encore de page légale.', in: 'en',
    days: { monday: 'Lundi', tuesday: 'Mardi', wednesday: 'Mercredi', thursday: 'Jeudi', friday: 'Vendredi', saturday: 'Samedi', sunday: 'Dimanche' },
    pages: { imprint: 'Mentions légales', terms: 'Conditions de vente', privacy: 'Confidentialité', allergens: 'Allergènes' },
  },
  channels: {
    title: 'Canaux', lead: 'Par où les agents et les clients peuvent commander. Un canal fermé ne commence rien de nouveau ; ce qui est commencé peut être payé.',
    of: {
      acp: ['Agentic Commerce Protocol', 'Les assistants qui achètent pour leurs utilisateurs, par ACP.'], sacp: ['Agents avec portefeuille', 'Les sessions SACP : les agents des portefeuilles de Countersign.'],
      quote: ['Vitrine et carte', 'Votre page, son formulaire, et les agents qui demandent un devis et confirment.'], orchestrator: ['Paniers orchestrés', 'Les plateformes qui tiennent leurs paniers sur ce serveur.'],
    },
  },
  staff: {
    title: 'Équipe', lead: 'Qui travaille dans votre boutique, et ce que chacun peut faire.', members: 'Membres', invitations: 'Invitations', invite: 'Inviter quelqu’un', email: 'Courriel', role: 'Rôle', send: 'Envoyer l’invitation',
    sent: 'L’invitation est partie.', none: 'Personne n’est invité.', until: 'Valable jusqu’au', expired: 'Expirée', takeBack: 'Reprendre', change: 'Changer le rôle', removeTitle: 'Retirer de la boutique', you: 'Vous',
    removeLead: 'Toutes les connexions de cette personne prennent fin aussitôt.', noName: 'Pas encore de nom',
    roles: { owner: 'Propriétaire', manager: 'Gérant', staff: 'Équipier' },
    rolesHint: 'Les propriétaires décident des personnes. Les gérants tiennent la boutique. Les équipiers voient la cuisine.',
  },
  sessions: { title: 'Connexions', lead: 'Où vous êtes connecté.', unknown: 'Navigateur inconnu', here: 'Ce navigateur', seen: 'Vu', signOut: 'Déconnecter', others: 'Déconnecter partout ailleurs' },
  preferences: { title: 'Préférences', lead: 'Comment la console vous parle.', language: 'Langue de la console', english: 'English', french: 'Français' },
  passkeys: {
    title: 'Clés d’accès', name: 'Clé d’accès', lead: 'Une clé d’accès vous connecte avec votre doigt, votre visage ou un code, et personne ne peut vous la demander par courriel. Ajoutez-en une sur chacun de vos appareils.', add: 'Ajouter une clé d’accès', added: 'Ajoutée', used: 'Utilisée',
    secondStep: 'Demander une clé d’accès à chaque connexion', secondStepHint: 'Après le mot de passe, un lien par courriel ou Google. Il en faut deux, pour qu’un appareil perdu ne vous enferme pas dehors.',
    stale: 'Reconnectez-vous d’abord : il faut une connexion des dix dernières minutes.', known: 'Cet appareil a déjà une clé d’accès pour votre boutique.', notMade: 'Aucune clé d’accès n’a été créée. Réessayez quand vous serez prêt.',
  },
  notices: {
    title: 'Courriel', lead: 'Ce dont vous êtes prévenu par courriel, à l’adresse avec laquelle vous vous connectez. Il arrive une fois l’adresse confirmée.',
    of: {
      order: ['Nouvelles commandes', 'Un courriel pour chacune. La cuisine les voit de toute façon.'], cancellation: ['Commandes annulées', 'Un client a annulé avant que la cuisine ne commence.'],
      return: ['Retours', 'Un client demande à renvoyer des articles et attend votre décision.'], payments: ['Paiements par carte', 'Les cartes ne sont plus prises, et pourquoi.'],
      webhook: ['Webhooks', 'Une de vos adresses n’a pris aucun événement, malgré plusieurs envois. Une fois par jour.'],
    },
  },
  qr: {
    title: 'Codes QR', lead: 'Chacun mène à votre boutique.', draft: 'La boutique est un brouillon : les codes ne mènent nulle part avant la mise en ligne.', download: 'Télécharger le SVG', print: 'Imprimer', scan: 'Scannez pour commander', code: 'Code QR de',
    placements: {
      table: ['Table', 'Une carte par table, à portée de lecture.'], window: ['Vitrine', 'Une feuille derrière la vitre, à hauteur des yeux.'], counter: ['Comptoir', 'Une carte près de la caisse.'], bag: ['Sac', 'Un autocollant sur ce qu’on emporte.'],
    },
  },
};

export const consoleWords = (locale: UiLocale): ConsoleWords => (locale === 'fr' ? FRENCH : ENGLISH);
