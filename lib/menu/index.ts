export type { MenuItem, MenuSection, MenuView, SectionTranslations } from './types';
export { insertSection, listSections } from './store';
export { inLocale, loadMenu, readMenu, type ReadMenu } from './load-menu';
export { artPath, findArt } from './art';
