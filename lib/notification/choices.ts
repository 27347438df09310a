import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { listChoices, writeChoice } from './store';
import { NOTIFICATION_EVENTS, type NotificationChoice, type NotificationChoices } from './types';

/** What holds until an owner chooses: an agent that stays within its limits buys often, and is not worth a mail each time. */
const DEFAULTS: NotificationChoices = {
  step_up: { push: true, email: true },
  purchase: { push: true, email: false },
  agent_connected: { push: true, email: true },
  security: { push: true, email: true },
};

/** Mails about security cannot be switched off: who holds a session must not silence what would give them away. */
export const isFixed = ({ event, channel }: Pick<NotificationChoice, 'event' | 'channel'>): boolean => event === 'security' && channel === 'email';

/** The table with an owner's own choices in it. */
export function withChoices(chosen: readonly NotificationChoice[]): NotificationChoices {
  const on = (event: NotificationChoice['event'], channel: NotificationChoice['channel']): boolean =>
    chosen.find((choice) => choice.event === event && choice.channel === channel)?.enabled ?? DEFAULTS[event][channel];
  const rows = NOTIFICATION_EVENTS.map((event) => [event, { push: on(event, 'push'), email: on(event, 'email') }] as const);
  return Object.fromEntries(rows) as NotificationChoices;
}

/** What an owner is told where. */
export const loadChoices = async (ctx: Ctx, walletId: string): Promise<NotificationChoices> => withChoices(await listChoices(ctx, walletId));

/** Writes an owner's choices, all or none, and answers the whole table. `fixed`: one of them cannot be switched off. */
export async function chooseNotifications(
  ctx: Ctx,
  command: { walletId: string; choices: readonly NotificationChoice[] },
): Promise<Result<NotificationChoices, { readonly code: 'fixed'; readonly choice: NotificationChoice }>> {
  const refused = command.choices.find((choice) => isFixed(choice) && !choice.enabled);
  if (refused) return err({ code: 'fixed', choice: refused });
  return inTransaction(ctx, async (tx) => {
    for (const choice of command.choices) await writeChoice(tx, command.walletId, choice);
    return ok(await loadChoices(tx, command.walletId));
  });
}
