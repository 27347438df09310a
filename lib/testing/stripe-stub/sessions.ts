import { randomBytes } from 'node:crypto';
import type { Form, FormValue } from './form';
import type { StubAccount, StubIntent } from './intents';
import { StubError } from './stub-error';

export type StubSession = {
  readonly id: string;
  readonly object: 'checkout.session';
  readonly url: string;
  readonly amount_total: number;
  readonly currency: string;
  readonly expires_at: number;
  readonly metadata: Record<string, string>;
  readonly payee: Form;
  readonly lines: readonly { readonly name: string; readonly amount: number; readonly quantity: number }[];
  status: 'open' | 'complete' | 'expired';
  payment_status: 'unpaid' | 'paid';
  payment_intent: StubIntent | null;
};

const LIVES_AT_LEAST_SECONDS = 1800;
const LIVES_AT_MOST_SECONDS = 86_400;

const object = (value: FormValue | undefined): Form => (typeof value === 'object' ? value : {});
const text = (value: FormValue | undefined): string => (typeof value === 'string' ? value : '');
const texts = (form: Form): Record<string, string> => Object.fromEntries(Object.entries(form).map(([name, value]) => [name, text(value)]));
/** What of it the payment is made with. */
const payeeOf = (data: Form): Form => Object.fromEntries(Object.entries(data).filter(([name]) => ['on_behalf_of', 'transfer_data', 'application_fee_amount'].includes(name)));
const refused = (code: string, param: string): StubError => new StubError(400, { type: 'invalid_request_error', code, param });

/** Checkout Sessions in memory, in mode `payment`, and the person who pays there. */
export class StubSessions {
  readonly all = new Map<string, StubSession>();
  /** Stripe's own clock. */
  now = (): Date => new Date();

  constructor(private readonly account: StubAccount) {}

  create(form: Form): StubSession {
    const lines = Object.values(object(form.line_items)).map((item) => {
      const price = object(object(item).price_data);
      return { name: text(object(price.product_data).name), amount: Number(text(price.unit_amount)), quantity: Number(text(object(item).quantity)), currency: text(price.currency) };
    });
    const [first] = lines;
    if (!first) throw refused('parameter_missing', 'line_items');
    const total = lines.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0);
    if (total < 50) throw refused('amount_too_small', 'line_items');
    const expiresAt = Number(text(form.expires_at));
    const seconds = expiresAt - this.now().getTime() / 1000;
    if (seconds < LIVES_AT_LEAST_SECONDS || seconds > LIVES_AT_MOST_SECONDS) throw refused('parameter_invalid_integer', 'expires_at');
    const id = `cs_test_${randomBytes(20).toString('hex')}`;
    const session: StubSession = {
      id, object: 'checkout.session', url: `https://checkout.stripe.example/c/pay/${id}`, amount_total: total, currency: first.currency, expires_at: expiresAt,
      metadata: texts(object(form.metadata)), payee: payeeOf(object(form.payment_intent_data)), lines, status: 'open', payment_status: 'unpaid', payment_intent: null,
    };
    this.all.set(id, session);
    return session;
  }

  get(id: string): StubSession {
    const session = this.all.get(id);
    if (!session) throw new StubError(404, { type: 'invalid_request_error', code: 'resource_missing', param: 'session' });
    if (session.status === 'open' && session.expires_at * 1000 <= this.now().getTime()) session.status = 'expired';
    return session;
  }

  expire(id: string): StubSession {
    const session = this.get(id);
    if (session.status !== 'open') throw refused('checkout_session_not_open', 'session');
    session.status = 'expired';
    return session;
  }

  /** A person types a card there. */
  pay(id: string, method = 'pm_card_visa'): StubSession {
    const session = this.get(id);
    if (session.status !== 'open') throw refused('checkout_session_not_open', 'session');
    session.payment_intent = this.account.create({ amount: String(session.amount_total), currency: session.currency, capture_method: 'automatic', payment_method: method, metadata: session.metadata, ...session.payee });
    session.status = 'complete';
    session.payment_status = 'paid';
    return session;
  }
}
