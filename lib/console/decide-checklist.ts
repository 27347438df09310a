import type { CardAvailability } from '@/lib/ports';
import type { Workspace } from '@/lib/storefront';

export const CHECKS = ['email', 'profile', 'name', 'address', 'phone', 'hours', 'menu', 'payments', 'legal'] as const;
export type CheckId = (typeof CHECKS)[number];

/** Without cards a store sells to agents, which pay by their wallets. */
const OPTIONAL: readonly CheckId[] = ['payments', 'legal'];

/** `required`: without it the store does not go live. */
export type ChecklistItem = { readonly id: CheckId; readonly done: boolean; readonly required: boolean };

type Facts = {
  readonly workspace: Workspace;
  /** Of any owner of the merchant. */
  readonly owner: { readonly emailVerified: boolean; readonly named: boolean };
  /** Something on the menu can be bought. */
  readonly sells: boolean;
  readonly card: CardAvailability;
};

/** What a store needs before it opens, in the order in which it is best done. */
export function decideChecklist({ workspace, owner, sells, card }: Facts): ChecklistItem[] {
  const done: Record<CheckId, boolean> = {
    email: owner.emailVerified,
    profile: owner.named,
    name: workspace.name !== '',
    address: workspace.address !== '' && workspace.city !== '',
    phone: workspace.phone !== '',
    hours: workspace.hours.windows.length > 0,
    menu: sells,
    payments: card === 'available',
    legal: workspace.pages.length > 0,
  };
  return CHECKS.map((id) => ({ id, done: done[id], required: !OPTIONAL.includes(id) }));
}
