import type { UiLocale } from '@/lib/identity';

/** Menu Studio's page. Every word of English has its French: the type says so. */
const ENGLISH = {
  title: 'Menu', lead: 'What you sell. A change is on sale at once, on your page and with every agent.',
  addItem: 'Add an item', addSection: 'Add a section', edit: 'Edit', archive: 'Archive', restore: 'Put back', archived: 'Archived', unsorted: 'In no section', emptySection: 'Nothing in this section yet.',
  empty: 'Nothing is on the menu yet. Add an item to begin.',
  move: 'Move', moveHow: 'Press space or enter to lift it, the arrow keys to move it, space or enter again to put it down, and escape to leave it where it was.',
  lifted: 'Lifted', over: 'now at place', dropped: 'Put down at place', left: 'Left where it was', of: 'of',
  item: 'Item', section: 'Section', name: 'Name', description: 'Description', price: 'Price', priceHint: 'Such as 12 or 12.50.', badPrice: 'This is no price such as 12 or 12.50.', type: 'Kind', noSection: 'None', sku: 'SKU', skuHint: 'How agents name it. Left empty, one is made.',
  stock: 'How many are left', stockHint: 'Empty: they are not counted.', onMenu: 'On the menu', onMenuHint: 'Off: hidden from customers and agents.',
  photo: 'Photo of', choosePhoto: 'Choose a photo', removePhoto: 'Remove', noPhoto: 'No photo yet. Of a pizza, customers see a drawing.', photoElsewhere: 'Its picture stands at another address, which agents are given.', photoHint: 'JPEG, PNG or WebP. It is cut to a square on your page.', close: 'Close',
  sectionTitle: 'Title', note: 'Note', in: 'in',
  sale: 'Sale of', onSale: 'On sale', hour: 'Out for an hour', hours: 'Out for 4 hours', day: 'Out for a day', endless: 'Out until I say so', outUntil: 'Out until',
  hidden: 'Hidden', soldOut: 'Sold out', outNow: 'Out', lacks: 'An ingredient is missing', left_one: 'left',
  types: { pizza: 'Pizza', drink: 'Drink', dessert: 'Dessert', extra: 'Extra', other: 'Other' },
  ingredients: 'Ingredients', ingredientsLead: 'While one is out, what is made with it is not for sale.', addIngredient: 'Add an ingredient', noIngredients: 'No ingredients yet.', inStock: 'In stock', out: 'Out', usedIn: 'Used in', none: 'nothing',
  conflict: 'Somebody else saved in the meantime, so nothing of yours was saved. What is there now:', again: 'Save again to replace it, or cancel to keep it.',
};
export type MenuWords = Omit<typeof ENGLISH, 'types'> & { types: Readonly<Record<string, string>> };

const FRENCH: MenuWords = {
  title: 'Carte', lead: 'Ce que vous vendez. Un changement est en vente aussitôt, sur votre page et chez chaque agent.',
  addItem: 'Ajouter un article', addSection: 'Ajouter une section', edit: 'Modifier', archive: 'Archiver', restore: 'Remettre', archived: 'Archivés', unsorted: 'Hors section', emptySection: 'Rien dans cette section pour l’instant.',
  empty: 'La carte est encore vide. Ajoutez un article pour commencer.',
  move: 'Déplacer', moveHow: 'Appuyez sur Espace ou Entrée pour saisir, sur les flèches pour déplacer, à nouveau sur Espace ou Entrée pour poser, sur Échap pour laisser à sa place.',
  lifted: 'Saisi :', over: 'maintenant à la place', dropped: 'Posé à la place', left: 'Laissé à sa place', of: 'sur',
  item: 'Article', section: 'Section', name: 'Nom', description: 'Description', price: 'Prix', priceHint: 'Par exemple 12 ou 12,50.', badPrice: 'Ce n’est pas un prix tel que 12 ou 12,50.', type: 'Genre', noSection: 'Aucune', sku: 'Référence', skuHint: 'Le nom que lui donnent les agents. Laissé vide, il est choisi.',
  stock: 'Combien il en reste', stockHint: 'Vide : on ne compte pas.', onMenu: 'À la carte', onMenuHint: 'Sinon, caché aux clients et aux agents.',
  photo: 'Photo de', choosePhoto: 'Choisir une photo', removePhoto: 'Retirer', noPhoto: 'Pas encore de photo. D’une pizza, les clients voient un dessin.', photoElsewhere: 'Son image se trouve à une autre adresse, donnée aux agents.', photoHint: 'JPEG, PNG ou WebP. Elle est coupée en carré sur votre page.', close: 'Fermer',
  sectionTitle: 'Titre', note: 'Remarque', in: 'en',
  sale: 'Vente de', onSale: 'En vente', hour: 'Épuisé une heure', hours: 'Épuisé 4 heures', day: 'Épuisé un jour', endless: 'Épuisé jusqu’à nouvel ordre', outUntil: 'Épuisé jusqu’à',
  hidden: 'Caché', soldOut: 'Épuisé', outNow: 'Épuisé', lacks: 'Il manque un ingrédient', left_one: 'en stock',
  types: { pizza: 'Pizza', drink: 'Boisson', dessert: 'Dessert', extra: 'Supplément', other: 'Autre' },
  ingredients: 'Ingrédients', ingredientsLead: 'Tant qu’il en manque un, ce qui en contient n’est pas en vente.', addIngredient: 'Ajouter un ingrédient', noIngredients: 'Pas encore d’ingrédient.', inStock: 'En réserve', out: 'Manque', usedIn: 'Sert à', none: 'rien',
  conflict: 'Quelqu’un d’autre a enregistré entre-temps : rien de vos changements n’a été enregistré. Ce qui y est maintenant :', again: 'Enregistrez à nouveau pour le remplacer, ou annulez pour le garder.',
};

export const menuWords = (locale: UiLocale): MenuWords => (locale === 'fr' ? FRENCH : ENGLISH);
