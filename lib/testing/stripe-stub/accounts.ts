import { randomBytes } from 'node:crypto';
import type { Form, FormValue } from './form';
import { StubError } from './stub-error';

type Capability = 'active' | 'pending' | 'restricted' | 'unsupported';
type Entry = { readonly awaiting_action_from: 'user' | 'stripe'; readonly description: string; readonly minimum_deadline: { readonly status: 'currently_due' | 'eventually_due' } };

/** A connected account (v2.core.account), as far as anyone here reads it. */
export type StubConnected = {
  readonly id: string;
  readonly object: 'v2.core.account';
  readonly metadata: Record<string, string>;
  readonly display_name: string;
  closed: boolean;
  identity: { country: string; entity_type?: 'company' };
  configuration: {
    merchant: { capabilities: { card_payments: { status: Capability }; stripe_balance: { payouts: { status: Capability } } } };
    recipient: { capabilities: { stripe_balance: { stripe_transfers: { status: Capability } } } };
  };
  requirements: { entries: Entry[] };
};

/** A payout, as far as anyone here reads it. */
export type StubPayout = { readonly id: string; readonly amount: number; readonly currency: string; readonly status: string; readonly arrival_date: number; readonly created: number };

const object = (value: FormValue | undefined): Form => (typeof value === 'object' ? value : {});
const text = (value: FormValue | undefined): string => (typeof value === 'string' ? value : '');
const texts = (form: Form): Record<string, string> => Object.fromEntries(Object.entries(form).map(([name, value]) => [name, text(value)]));

const due = (description: string): Entry => ({ awaiting_action_from: 'user', description, minimum_deadline: { status: 'currently_due' } });

/** Connected accounts in memory, and what their merchants and Stripe make of them. */
export class StubAccounts {
  readonly all = new Map<string, StubConnected>();
  readonly #payouts = new Map<string, StubPayout & { readonly object: 'payout'; readonly account: string }>();

  create(form: Form): StubConnected {
    const country = text(object(form.identity).country);
    if (country === 'kp') throw new StubError(400, { type: 'invalid_request_error', code: 'account_country_invalid', param: 'identity.country' });
    const id = `acct_${randomBytes(8).toString('hex')}`;
    const account: StubConnected = {
      id, object: 'v2.core.account', metadata: texts(object(form.metadata)), display_name: text(form.display_name), closed: false, identity: { country },
      configuration: {
        merchant: { capabilities: { card_payments: { status: 'restricted' }, stripe_balance: { payouts: { status: 'restricted' } } } },
        recipient: { capabilities: { stripe_balance: { stripe_transfers: { status: 'restricted' } } } },
      },
      requirements: { entries: [due('identity.entity_type'), due('identity.attestations.terms_of_service.account')] },
    };
    this.all.set(id, account);
    return account;
  }

  get(id: string): StubConnected {
    const account = this.all.get(id);
    if (!account) throw new StubError(404, { type: 'invalid_request_error', code: 'not_found' });
    return account;
  }

  link(form: Form): object {
    const { id } = this.get(text(form.account));
    return { object: 'v2.core.account_link', account: id, url: `https://connect.stripe.example/setup/${id}`, created: new Date().toISOString(), expires_at: new Date(Date.now() + 300_000).toISOString(), livemode: false };
  }

  /** What Stripe sends to the bank of an account; told again under the same id, it moves on. */
  payOut(accountId: string, payout: StubPayout): void {
    this.get(accountId);
    this.#payouts.set(payout.id, { ...payout, object: 'payout', account: accountId });
  }

  /** The newest first, as the account itself sees them. */
  listPayouts(accountId: string): object[] {
    this.get(accountId);
    return [...this.#payouts.values()].filter(({ account }) => account === accountId).reverse();
  }

  /** The merchant fills in its form, and this is what comes of it. */
  onboard(id: string, outcome: 'active' | 'pending' | 'asked'): void {
    const account = this.get(id);
    const status: Capability = outcome === 'active' ? 'active' : outcome === 'pending' ? 'pending' : 'restricted';
    account.identity.entity_type = 'company';
    account.configuration.merchant.capabilities.card_payments.status = status;
    account.configuration.merchant.capabilities.stripe_balance.payouts.status = status;
    account.configuration.recipient.capabilities.stripe_balance.stripe_transfers.status = status;
    account.requirements.entries = outcome === 'asked' ? [due('identity.individual.documents.primary_verification')] : [];
  }
}
