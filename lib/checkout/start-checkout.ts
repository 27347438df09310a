import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { lockForChange, type CheckoutQuery } from './access';
import { isEditable } from './status';
import { writeStart } from './store';
import type { Checkout, CheckoutRefusal } from './types';

export type StartCheckout = CheckoutQuery & { readonly version: number };

export type StartRefusal = Extract<CheckoutRefusal, { code: 'not_found' | 'not_editable' | 'not_ready' }> | { readonly code: 'empty' } | { readonly code: 'version_conflict'; readonly version: number };

/**
 * Declares a checkout final: it is of the version that the caller saw, has something in it, and could be paid. Its version moves on, and that one
 * alone may be paid (completeCheckout, `expected`); any edit moves past it. Nothing of what a person approves changes.
 */
export function startCheckout(ctx: Ctx, command: StartCheckout): Promise<Result<Checkout, StartRefusal>> {
  return inTransaction<Ctx, Result<Checkout, StartRefusal>>(ctx, async (tx) => {
    const checkout = await lockForChange(tx, command);
    if (!checkout) return err({ code: 'not_found' });
    if (!isEditable(checkout.status)) return err({ code: 'not_editable', status: checkout.status });
    if (checkout.version !== command.version) return err({ code: 'version_conflict', version: checkout.version });
    if (checkout.lines.length === 0) return err({ code: 'empty' });
    if (checkout.status !== 'ready') return err({ code: 'not_ready', messages: checkout.messages });
    const { version, updatedAt } = await writeStart(tx, checkout.id);
    return ok({ ...checkout, version, startedVersion: version, updatedAt });
  });
}
