export {
  LOCALES_MAX, PAYMENT_METHODS, WEEKDAYS, type NewStorefront, type OpeningException, type OpeningHours, type OpeningWindow, type PaymentMethod, type Storefront,
  type StorefrontPage, type Weekday,
} from './types';
export { cardAvailability } from './card-availability';
export { findStorefront, insertStorefront } from './store';
export { openingAt, openSpans, type Opening, type OpenSpan } from './opening';
export { resolveLocale, toLocale, type ResolvedLocale } from './locale';
export { upcomingExceptions, weeklyHours, type DayHours } from './weekly-hours';
export { visitStorefront, type Visit } from './visit';
export type { Workspace, WorkspaceFault, WorkspacePatch } from './workspace-types';
export { createWorkspace, getWorkspace, setStatus, updateWorkspace, type WorkspaceConflict } from './workspace';
export { lockWorkspace, sellsSomething } from './workspace-store';
