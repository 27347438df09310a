export type { MenuItem, MenuSection, MenuView, SectionTranslations } from './types';
export { insertSection, listSections } from './store';
export { loadMenu } from './load-menu';
