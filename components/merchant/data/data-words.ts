import type { UiLocale } from '@/lib/identity';
import type { FaultCode, SheetName } from '@/lib/sheet';
import { FRENCH_ERRORS } from '../french-errors';

/** Tables that are brought and taken as CSV, in the language that a person chose. */
const ENGLISH = {
  title: 'Import and export', lead: 'Your tables as CSV, for a spreadsheet and back. A file is tried before anything changes.',
  table: 'Table', columns: 'Columns', required: 'must be there', amounts: 'Amounts are whole numbers of the smallest unit: 1250 is 12.50.',
  take: 'Download CSV', bring: 'CSV file to import', bringHint: 'Rows are known by their first column. What the file does not name stays as it is.',
  reading: 'Reading the file', tooLarge: 'The file is larger than a megabyte. Split it.', doImport: 'Import', another: 'Choose another file', done: 'Imported.', nothingNew: 'Everything in the file is there already.',
  preview: 'What the file would change', created: 'new', changed: 'changed', unchanged: 'as they are',
  faults: 'What has to be mended', faultsLead: 'Nothing was changed. Mend these in the file, then choose it again.', moreFaults: 'more',
  changedSince: 'Something has changed since you looked. This is what the file would change now.',
  row: 'Row', column: 'Column', fault: 'What is wrong', file: 'file', change: 'Change', isNew: 'New', empty: 'empty', moreRows: 'more rows',
  sheets: {
    products: ['Products', 'What you sell, and for how much.'],
    inventory: ['Inventory', 'How many are left. Empty where you do not count.'],
    customers: ['Customers', 'Whom you know.'],
    addresses: ['Addresses', 'Where your customers have things sent to.'],
    discounts: ['Discount codes', 'Per cent, or an amount, off the whole order.'],
    promotions: ['Promotions', 'Free shipping from a subtotal on, or for the items that you name.'],
    shipping_rates: ['Shipping rates', 'By country and level of service. The country “default” is every other.'],
  } as Record<SheetName, readonly [name: string, what: string]>,
  codes: {
    not_csv: 'This is no CSV: a quotation mark is open, or a row is too long.', empty_file: 'There is no row below the header.', too_many_rows: 'A file may have 5000 rows. Split it.',
    missing_column: 'The column is missing.', unknown_column: 'There is no such column.', repeated_column: 'The column stands there twice.', too_many_cells: 'The row has more cells than the header.',
    required: 'It must not be empty.', too_long: 'It is too long.', formula: 'It begins like a formula. Put an apostrophe before it.', not_an_id: 'Letters, digits, dots, hyphens and underscores, 60 at most.',
    not_a_number: 'It is not such a number.', not_one_of: 'The column does not take this value.', not_yes_or_no: 'Write yes or no.', not_a_country: 'It is not a country: two letters, such as CA.',
    not_an_email: 'It is not an email address.', not_https: 'It is not an address that begins with https://.', repeated_row: 'Another row has the same key.', unknown_item: 'There is no such product.',
    unknown_customer: 'There is no such customer. Import customers first.', unknown_section: 'The menu has no such section.', taken: 'Something else has this id.', out_of_range: 'The number is too small or too large.',
    not_in_order: 'The longest time is shorter than the shortest.', too_many: 'There would be more than there may be.',
  } as Record<FaultCode, string>,
  errors: {} as Readonly<Record<string, string>>,
};

export type DataWords = typeof ENGLISH;

const FRENCH: DataWords = {
  title: 'Import et export', lead: 'Vos tableaux en CSV, pour un tableur et retour. Un fichier est essayé avant que rien ne change.',
  table: 'Tableau', columns: 'Colonnes', required: 'obligatoire', amounts: 'Les montants sont des nombres entiers de la plus petite unité : 1250 vaut 12,50.',
  take: 'Télécharger le CSV', bring: 'Fichier CSV à importer', bringHint: 'Une ligne est reconnue à sa première colonne. Ce que le fichier ne nomme pas reste tel quel.',
  reading: 'Lecture du fichier', tooLarge: 'Le fichier dépasse un mégaoctet. Partagez-le.', doImport: 'Importer', another: 'Choisir un autre fichier', done: 'Importé.', nothingNew: 'Tout ce que contient le fichier est déjà là.',
  preview: 'Ce que le fichier changerait', created: 'nouvelles', changed: 'modifiées', unchanged: 'inchangées',
  faults: 'Ce qu’il faut corriger', faultsLead: 'Rien n’a été changé. Corrigez ces points dans le fichier, puis choisissez-le à nouveau.', moreFaults: 'de plus',
  changedSince: 'Quelque chose a changé depuis l’aperçu. Voici ce que le fichier changerait maintenant.',
  row: 'Ligne', column: 'Colonne', fault: 'Ce qui ne va pas', file: 'fichier', change: 'Changement', isNew: 'Nouveau', empty: 'vide', moreRows: 'lignes de plus',
  sheets: {
    products: ['Produits', 'Ce que vous vendez, et à quel prix.'],
    inventory: ['Stock', 'Combien il en reste. Vide si vous ne comptez pas.'],
    customers: ['Clients', 'Ceux que vous connaissez.'],
    addresses: ['Adresses', 'Où vos clients se font livrer.'],
    discounts: ['Codes de réduction', 'Un pourcentage ou un montant sur toute la commande.'],
    promotions: ['Promotions', 'La livraison offerte dès un sous-total, ou pour les articles que vous nommez.'],
    shipping_rates: ['Tarifs de livraison', 'Par pays et niveau de service. Le pays « default » désigne tous les autres.'],
  },
  codes: {
    not_csv: 'Ce n’est pas du CSV : un guillemet reste ouvert, ou une ligne est trop longue.', empty_file: 'Il n’y a aucune ligne sous l’en-tête.', too_many_rows: 'Un fichier peut avoir 5000 lignes. Partagez-le.',
    missing_column: 'La colonne manque.', unknown_column: 'Cette colonne n’existe pas.', repeated_column: 'La colonne y est deux fois.', too_many_cells: 'La ligne a plus de cellules que l’en-tête.',
    required: 'Elle ne peut pas être vide.', too_long: 'C’est trop long.', formula: 'Cela commence comme une formule. Mettez une apostrophe devant.', not_an_id: 'Lettres, chiffres, points, tirets et soulignés, 60 au plus.',
    not_a_number: 'Ce n’est pas un nombre valable ici.', not_one_of: 'La colonne ne prend pas cette valeur.', not_yes_or_no: 'Écrivez oui ou non.', not_a_country: 'Ce n’est pas un pays : deux lettres, par exemple CA.',
    not_an_email: 'Ce n’est pas une adresse électronique.', not_https: 'Ce n’est pas une adresse qui commence par https://.', repeated_row: 'Une autre ligne a la même clé.', unknown_item: 'Ce produit n’existe pas.',
    unknown_customer: 'Ce client n’existe pas. Importez d’abord les clients.', unknown_section: 'La carte n’a pas cette section.', taken: 'Autre chose porte déjà cet identifiant.', out_of_range: 'Le nombre est trop petit ou trop grand.',
    not_in_order: 'La durée la plus longue est plus courte que la plus courte.', too_many: 'Il y en aurait plus que permis.',
  },
  errors: FRENCH_ERRORS,
};

export const dataWords = (locale: UiLocale): DataWords => (locale === 'fr' ? FRENCH : ENGLISH);
