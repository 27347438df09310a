import type { MenuView } from '@/lib/menu';
import type { Merchant } from '@/lib/merchant';
import type { DayHours, Opening, OpeningException, Storefront } from '@/lib/storefront';
import type { UiLanguage } from './words';

/** Everything that a storefront shows, in one language, at one moment. */
export type StorefrontView = {
  readonly merchant: Merchant;
  readonly storefront: Storefront;
  /** The address without a locale, the merchant's default. */
  readonly isDefaultAddress: boolean;
  readonly locale: string;
  readonly language: UiLanguage;
  readonly isPreview: boolean;
  /** False while the merchant sells over other channels alone: the menu is shown, and nothing is put into a cart. */
  readonly takesOrders: boolean;
  readonly menu: MenuView;
  readonly art: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly opening: Opening;
  readonly kitchen: { readonly etaAt: Date; readonly paused: boolean; readonly pausedUntil: Date | null };
  readonly week: readonly DayHours[];
  readonly exceptions: readonly OpeningException[];
};
