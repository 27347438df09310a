import { randomBytes } from 'node:crypto';
import type { Form } from './form';
import { StubError } from './stub-error';
import { StubAccounts } from './accounts';
import { StubSessions } from './sessions';

export type StubCharge = { readonly id: string; readonly object: 'charge'; amount_captured: number; amount_refunded: number; readonly payment_intent: string; readonly metadata: Record<string, string> };

export type StubIntent = {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly currency: string;
  readonly capture_method: string;
  readonly payment_method: string;
  readonly client_secret: string;
  readonly metadata: Record<string, string>;
  status: 'requires_payment_method' | 'requires_action' | 'requires_capture' | 'succeeded' | 'canceled' | 'processing';
  amount_capturable: number;
  amount_received: number;
  cancellation_reason: string | null;
  last_payment_error: { type: 'card_error'; code: string; decline_code: string | null; message: string } | null;
  latest_charge: StubCharge | null;
  readonly on_behalf_of: string | null;
  readonly transfer_data: { readonly destination: string } | null;
  readonly application_fee_amount: number | null;
};

export type StubRefund = { readonly id: string; readonly object: 'refund'; readonly reverse_transfer: boolean; readonly refund_application_fee: boolean; readonly amount: number; readonly payment_intent: string; readonly metadata: Record<string, string>; status: string };

const refused = (code: string, param?: string): StubError => new StubError(400, { type: 'invalid_request_error', code, ...(param === undefined ? {} : { param }) });

type BankAnswer = 'requires_capture' | 'requires_action' | { readonly code: string; readonly decline_code: string | null };

/** Stripe's own test PaymentMethods (docs.stripe.com/testing) and how the bank answers each: the codes of its decline, or the status. */
export const TEST_METHODS: Readonly<Record<string, BankAnswer>> = {
  pm_card_visa: 'requires_capture',
  pm_card_authenticationRequired: 'requires_action',
  pm_card_visa_chargeDeclined: { code: 'card_declined', decline_code: 'generic_decline' },
  pm_card_visa_chargeDeclinedInsufficientFunds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  pm_card_visa_chargeDeclinedLostCard: { code: 'card_declined', decline_code: 'lost_card' },
  pm_card_chargeDeclinedExpiredCard: { code: 'expired_card', decline_code: 'expired_card' },
  pm_card_chargeDeclinedIncorrectCvc: { code: 'incorrect_cvc', decline_code: 'incorrect_cvc' },
  pm_card_chargeDeclinedProcessingError: { code: 'processing_error', decline_code: 'processing_error' },
  pm_card_authenticationRequiredOffSession: { code: 'authentication_required', decline_code: 'authentication_required' },
};

type SharedToken = { readonly method: string; readonly currency: string; readonly maxAmount: number; used: boolean };

const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
const text = (form: Form, name: string): string => (typeof form[name] === 'string' ? form[name] : '');
const texts = (form: Form, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(typeof form[name] === 'object' ? form[name] : {}).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));

/** PaymentIntents in memory, with Stripe's transitions between their states; and the checkouts where people pay. */
export class StubAccount {
  readonly intents = new Map<string, StubIntent>();
  readonly refunds = new Map<string, StubRefund>();
  readonly sessions = new StubSessions(this);
  readonly connected = new StubAccounts();
  private readonly shared = new Map<string, SharedToken>();

  /** A shared payment token, as an agent platform is given one. */
  grant(token: { method: string; currency: string; maxAmount: number }): string {
    const id = newId('spt');
    this.shared.set(id, { ...token, used: false });
    return id;
  }

  /** Created and confirmed at once. */
  create(form: Form): StubIntent {
    const [amount, currency] = [Number(text(form, 'amount')), text(form, 'currency')];
    const method = this.methodOf(form, amount, currency);
    const outcome = TEST_METHODS[method];
    if (outcome === undefined) throw refused('resource_missing', 'payment_method');
    if (amount < 50) throw refused('amount_too_small', 'amount');
    const id = newId('pi');
    const metadata = texts(form, 'metadata');
    const status = typeof outcome === 'string' ? outcome : 'requires_payment_method';
    const charge: StubCharge = { id: newId('ch'), object: 'charge', amount_captured: 0, amount_refunded: 0, payment_intent: id, metadata };
    const intent: StubIntent = {
      id, object: 'payment_intent', amount, currency, capture_method: text(form, 'capture_method'), payment_method: method, client_secret: `${id}_secret_${randomBytes(8).toString('hex')}`,
      metadata, status, amount_capturable: 0, amount_received: 0, cancellation_reason: null, last_payment_error: null, latest_charge: null, ...this.payeeOf(form, amount),
    };
    this.intents.set(id, intent);
    if (typeof outcome !== 'string') {
      intent.last_payment_error = { type: 'card_error', ...outcome, message: 'Your card was declined.' };
      throw new StubError(402, { type: 'card_error', ...outcome, payment_intent: { ...intent } });
    }
    if (status === 'requires_capture') {
      intent.latest_charge = charge;
      intent.amount_capturable = amount;
      if (intent.capture_method !== 'manual') this.capture(id);
    }
    return intent;
  }

  /** The account that a destination charge is for: one that may be paid, and a fee that it can bear. */
  private payeeOf(form: Form, amount: number): Pick<StubIntent, 'on_behalf_of' | 'transfer_data' | 'application_fee_amount'> {
    const destination = texts(form, 'transfer_data').destination;
    if (destination === undefined) return { on_behalf_of: null, transfer_data: null, application_fee_amount: null };
    const { configuration } = this.connected.get(destination);
    if (configuration.recipient.capabilities.stripe_balance.stripe_transfers.status !== 'active') throw refused('insufficient_capabilities_for_transfer', 'transfer_data[destination]');
    const fee = text(form, 'application_fee_amount');
    if (Number(fee) > amount) throw refused('parameter_invalid_integer', 'application_fee_amount');
    return { on_behalf_of: text(form, 'on_behalf_of'), transfer_data: { destination }, application_fee_amount: fee === '' ? null : Number(fee) };
  }

  private methodOf(form: Form, amount: number, currency: string): string {
    const token = texts(form, 'payment_method_data').shared_payment_granted_token;
    if (token === undefined) return text(form, 'payment_method');
    const granted = this.shared.get(token);
    const param = 'payment_method_data[shared_payment_granted_token]';
    if (!granted) throw refused('resource_missing', param);
    if (granted.used || granted.currency !== currency || amount > granted.maxAmount) throw refused('shared_payment_token_invalid', param);
    granted.used = true;
    return granted.method;
  }

  /** The buyer completes the challenge that a requires_action waits for. */
  authenticate(id: string): void {
    const intent = this.get(id);
    if (intent.status !== 'requires_action') throw refused('payment_intent_unexpected_state');
    intent.status = 'requires_capture';
    intent.amount_capturable = intent.amount;
    intent.latest_charge = { id: newId('ch'), object: 'charge', amount_captured: 0, amount_refunded: 0, payment_intent: id, metadata: intent.metadata };
  }

  get(id: string): StubIntent {
    const intent = this.intents.get(id);
    if (!intent) throw new StubError(404, { type: 'invalid_request_error', code: 'resource_missing', param: 'intent' });
    return intent;
  }

  capture(id: string): StubIntent {
    const intent = this.get(id);
    if (intent.status !== 'requires_capture' || !intent.latest_charge) throw refused('payment_intent_unexpected_state');
    intent.status = 'succeeded';
    intent.latest_charge.amount_captured = intent.amount_received = intent.amount_capturable;
    intent.amount_capturable = 0;
    return intent;
  }

  cancel(id: string, reason: string | null): StubIntent {
    const intent = this.get(id);
    if (intent.status === 'succeeded' || intent.status === 'canceled' || intent.status === 'processing') throw refused('payment_intent_unexpected_state');
    intent.status = 'canceled';
    intent.cancellation_reason = reason;
    intent.amount_capturable = 0;
    return intent;
  }

  search(metadata: { name: string; value: string }): StubIntent[] {
    return [...this.intents.values()].filter((intent) => intent.metadata[metadata.name] === metadata.value);
  }

  refund(form: Form): StubRefund {
    const intent = this.get(text(form, 'payment_intent'));
    const charge = intent.latest_charge;
    if (intent.status !== 'succeeded' || !charge) throw refused('payment_intent_unexpected_state');
    const left = charge.amount_captured - charge.amount_refunded;
    const amount = 'amount' in form ? Number(text(form, 'amount')) : left;
    if (left === 0) throw refused('charge_already_refunded');
    if (amount > left || amount <= 0) throw refused('amount_too_large', 'amount');
    charge.amount_refunded += amount;
    const [reverses, refundsFee] = [text(form, 'reverse_transfer') === 'true', text(form, 'refund_application_fee') === 'true'];
    if (refundsFee && (!reverses || intent.application_fee_amount === null)) throw refused('parameter_invalid_empty', 'refund_application_fee');
    const refund: StubRefund = { id: newId('re'), object: 'refund', reverse_transfer: reverses, refund_application_fee: refundsFee, amount, payment_intent: intent.id, metadata: texts(form, 'metadata'), status: 'succeeded' };
    this.refunds.set(refund.id, refund);
    return refund;
  }

  getRefund(id: string): StubRefund {
    const refund = this.refunds.get(id);
    if (!refund) throw new StubError(404, { type: 'invalid_request_error', code: 'resource_missing', param: 'refund' });
    return refund;
  }

  listRefunds(paymentIntentId: string): StubRefund[] {
    return [...this.refunds.values()].filter(({ payment_intent }) => payment_intent === paymentIntentId);
  }
}
