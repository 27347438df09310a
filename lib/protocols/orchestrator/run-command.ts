import { createCheckout, getCheckout, startCheckout, updateCheckout, type Checkout, type CheckoutPatch, type CheckoutRefusal, type StartRefusal } from '@/lib/checkout';
import type { Answer } from '@/lib/http/idempotency';
import { err, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { strangerIn, type Caller } from './caller';
import { lineIdOf, toProjection } from './projection';
import type { CartCommandBody } from './schema';
import { done, refuse } from './words';

type Command = CartCommandBody['command'];
type Edit = Extract<Command, { kind: 'add_item' | 'update_item_qty' | 'remove_item' | 'apply_adjustment' }>;
type Faults = CheckoutRefusal | StartRefusal | { readonly code: 'unknown_line' | 'quantity_too_large' | 'code_applied' } | { readonly code: 'code_refused'; readonly text: string };

const MAX_QUANTITY = 1_000_000;
const MAX_LINES = 100;

/** Runs one command on one cart and answers what the cart is then. A cart is a checkout whose goods others hand over. */
export async function runCommand(ctx: Ctx, caller: Caller, { command, cart_id: beside }: CartCommandBody): Promise<Answer> {
  const inside = 'cart_id' in command ? command.cart_id : null;
  if (inside !== null && beside != null && inside !== beside) return refuse('BAD_REQUEST', 'The cart_id of the command and of the body differ.');
  if (command.kind === 'create_cart') return createCart(ctx, caller, command);
  const cartId = inside ?? beside ?? null;
  if (cartId === null) return refuse('MISSING_CART_ID', `${command.kind} needs the cart_id.`);
  const query = { checkoutId: cartId, actor: caller.actor, merchantId: caller.merchant.id };
  const geoOk = await sellsAtHome(ctx, caller);
  switch (command.kind) {
    case 'get_cart':
      return answer(geoOk, await getCheckout(ctx, query));
    case 'start_checkout':
      return answer(geoOk, await startCheckout(ctx, { ...query, version: command.cart_version }));
    default:
      return answer(geoOk, await edit(ctx, query, command));
  }
}

/** Where the buyer is is said when the checkout is executed; until then the merchant's own country counts. Asked before a cart is changed: what is refused because nobody answers changes nothing. */
const sellsAtHome = (ctx: Ctx, { merchant }: Caller): Promise<boolean> => ctx.ports.geo.sells(ctx, { merchantId: merchant.id, country: null });

async function createCart(ctx: Ctx, caller: Caller, command: Extract<Command, { kind: 'create_cart' }>): Promise<Answer> {
  const stranger = strangerIn(caller, command);
  if (stranger) return stranger;
  return answer(
    await sellsAtHome(ctx, caller),
    await createCheckout(ctx, { merchantId: caller.merchant.id, actor: caller.actor, wire: 'orchestrator', wireVersion: '1', items: [], currency: command.currency, handover: 'external' }),
  );
}

/** Thrown out of a change to roll it back. Caught below, never seen outside. */
class Refused extends Error {
  constructor(readonly fault: Faults) {
    super(fault.code);
  }
}

async function edit(ctx: Ctx, query: Parameters<typeof getCheckout>[1], command: Edit): Promise<Result<Checkout, Faults>> {
  try {
    return await inTransaction<Ctx, Result<Checkout, Faults>>(ctx, async (tx) => {
      const edited = await updateCheckout(tx, { ...query, patch: (current) => patchOf(current, command) });
      if (edited.ok && command.kind === 'apply_adjustment') requireTaken(edited.value, command.code);
      return edited;
    });
  } catch (error) {
    if (error instanceof Refused) return err(error.fault);
    throw error;
  }
}

/** A cart of another wire has other rules, and is none here. */
function patchOf(current: Checkout, command: Edit): CheckoutPatch {
  if (current.handover !== 'external') throw new Refused({ code: 'not_found' });
  if (command.kind === 'apply_adjustment') return { discountCodes: withCode(current, command.code) };
  const items = current.lines.map(({ itemId, quantity }) => ({ id: itemId, quantity }));
  if (command.kind === 'add_item') return { items: added(items, command.item_id, command.quantity) };
  const line = current.lines.findIndex((candidate) => lineIdOf(candidate) === command.line_id);
  if (line < 0) throw new Refused({ code: 'unknown_line' });
  if (command.kind === 'remove_item') return { items: items.filter((_item, index) => index !== line) };
  return { items: items.map((item, index) => (index === line ? { ...item, quantity: command.quantity } : item)) };
}

function added(items: readonly { id: string; quantity: number }[], id: string, quantity: number): { id: string; quantity: number }[] {
  const before = items.find((item) => item.id === id);
  if (!before && items.length >= MAX_LINES) throw new Refused({ code: 'quantity_too_large' });
  if ((before?.quantity ?? 0) + quantity > MAX_QUANTITY) throw new Refused({ code: 'quantity_too_large' });
  return before ? items.map((item) => (item === before ? { ...item, quantity: item.quantity + quantity } : item)) : [...items, { id, quantity }];
}

const sameCode = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function withCode({ discounts }: Checkout, code: string): string[] {
  if (discounts.codes.some((known) => sameCode(known, code))) throw new Refused({ code: 'code_applied' });
  return [...discounts.codes, code];
}

/** A code that takes nothing off is not kept. */
function requireTaken({ discounts }: Checkout, code: string): void {
  const rejected = discounts.rejected.find((candidate) => sameCode(candidate.code, code));
  if (rejected) throw new Refused({ code: 'code_refused', text: rejected.text });
}

function answer(geoOk: boolean, result: Result<Checkout, Faults>): Answer {
  if (!result.ok) return refusalOf(result.error);
  if (result.value.handover !== 'external') return refusalOf({ code: 'not_found' });
  return done(toProjection(result.value, { geoOk }));
}

function refusalOf(fault: Faults): Answer {
  switch (fault.code) {
    case 'not_found':
      return refuse('NOT_FOUND', 'There is no such cart.');
    case 'channel_closed':
      return refuse('AUTHZ_ERROR', 'The merchant takes no orchestrated carts at the moment.');
    case 'unknown_line':
      return refuse('NOT_FOUND', 'The cart has no such line.');
    case 'unknown_item':
      return refuse('NOT_FOUND', `The merchant has no item "${fault.itemId}".`);
    case 'currency_not_supported':
      return refuse('VALIDATION_ERROR', `The merchant sells in ${fault.expected}.`);
    case 'quantity_too_large':
      return refuse('VALIDATION_ERROR', `A cart takes at most ${MAX_LINES} lines, and ${MAX_QUANTITY} of an item.`);
    case 'code_applied':
      return refuse('CART_VERSION_CONFLICT', 'This code is in the cart already.');
    case 'code_refused':
      return refuse('VALIDATION_ERROR', fault.text);
    case 'empty':
      return refuse('VALIDATION_ERROR', 'The cart is empty.');
    case 'version_conflict':
      return refuse('CART_VERSION_CONFLICT', `The cart is at version ${fault.version}.`);
    case 'not_editable':
      return refuse('CART_VERSION_CONFLICT', `The cart is ${fault.status}.`);
    case 'not_ready':
      return refuse('VALIDATION_ERROR', fault.messages[0]?.text ?? 'The cart cannot be paid.');
    default:
      return refuse('VALIDATION_ERROR', `The cart cannot be changed so (${fault.code}).`);
  }
}

