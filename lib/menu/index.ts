export type { MenuItem, MenuSection, MenuView, SectionTranslations } from './types';
export { insertSection, listSections } from './store';
export { inLocale, loadMenu, readMenu, type ReadMenu } from './load-menu';
export { artPath, findArt, picturePath } from './art';
export { findPhoto, isPhotoPath, removePhoto, setPhoto, smallPhotoPath } from './photo';
export { ITEMS_MAX, createIngredient, createItem, createSection, loadStudio, updateIngredient, updateItem, updateSection } from './edit-menu';
export type { Ingredient, IngredientPatch, ItemPatch, SectionPatch, StudioItem, StudioMenu, StudioRefusal, StudioSection } from './studio-types';
export { listStudioSections, lockMenu, unknownSkus } from './studio-store';
