import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { money, toCurrency, toDecimal, type Money } from '@/lib/kernel/money';
import { callJson, type Reply } from './http';

const Profile = z.object({
  merchant: z.object({ id: z.string(), name: z.string(), currency: z.string() }),
  api: z.object({ base_url: z.url(), endpoints: z.object({ products: z.string() }) }),
  acp: z.object({ base_url: z.url(), versions: z.array(z.string()), endpoints: z.object({ checkout_sessions: z.string() }) }),
  wallet: z.object({ base_url: z.url(), endpoints: z.object({ payment_token: z.string(), limits: z.string() }), oauth_metadata: z.url() }),
});
const Product = z.object({ id: z.string(), name: z.string(), price: z.string(), currency: z.string(), available: z.boolean() });
const Session = z.object({
  id: z.string(),
  status: z.string(),
  currency: z.string(),
  totals: z.array(z.object({ type: z.string(), display_text: z.string(), amount: z.number().int() })),
  order: z.object({ id: z.string(), permalink_url: z.string() }).optional(),
});
const Limits = z.object({ limits: z.array(z.object({ currency: z.string(), per_transaction: z.string(), daily: z.string(), spent_today: z.string() })) });
const Payment = z.object({
  payment_id: z.string(),
  status: z.string(),
  step_up_required: z.boolean(),
  payment_token: z.string().optional(),
  approval_url: z.string().optional(),
  poll_url: z.string().optional(),
  reason: z.string().optional(),
  next_step: z.string(),
});
const AcpError = z.object({ type: z.string(), code: z.string(), message: z.string(), param: z.string().optional() });
const Evidence = z.object({
  mandates: z.array(z.object({ mandateId: z.string(), type: z.string(), humanPresent: z.boolean().optional(), signature: z.string() })),
  signed_content: z.unknown(),
  receipts: z.array(z.object({ order_id: z.string(), amount: z.string(), currency: z.string(), payment_status: z.string(), network_transaction_id: z.string().nullable() })),
});

export type Session = z.infer<typeof Session>;
export type Payment = z.infer<typeof Payment>;
export type Product = z.infer<typeof Product>;
type Profile = z.infer<typeof Profile>;

const POLL_MS = 1_500;
const ADDRESS = { name: 'Alex Winter', line_one: '123 Main Street', city: 'Toronto', state: 'ON', country: 'CA', postal_code: 'M5V 2T6' };
const BUYER = { first_name: 'Alex', last_name: 'Winter', email: 'alex@wallet.example' };

/** A shopping agent that knows one address and its credentials. Everything else it learns from what the server answers. */
export class DemoAgent {
  private token = '';
  private constructor(
    readonly profile: Profile,
    private readonly tokenEndpoint: string,
    private readonly credentials: { clientId: string; clientSecret: string },
  ) {}

  static async discover(baseUrl: string, credentials: { clientId: string; clientSecret: string }): Promise<DemoAgent> {
    const { body: profile } = await callJson(`${baseUrl}/.well-known/ucp`, Profile);
    const { body: metadata } = await callJson(profile.wallet.oauth_metadata, z.object({ token_endpoint: z.url() }));
    return new DemoAgent(profile, metadata.token_endpoint, credentials);
  }

  async signIn(): Promise<{ scope: string; expiresIn: number }> {
    const basic = Buffer.from(`${this.credentials.clientId}:${this.credentials.clientSecret}`).toString('base64');
    const { body } = await callJson(this.tokenEndpoint, z.object({ access_token: z.string(), expires_in: z.number(), scope: z.string() }), {
      headers: { authorization: `Basic ${basic}` },
      form: { grant_type: 'client_credentials' },
    });
    this.token = body.access_token;
    return { scope: body.scope, expiresIn: body.expires_in };
  }

  async products(): Promise<Product[]> {
    const { api } = this.profile;
    const { body } = await callJson(api.base_url + api.endpoints.products, z.object({ products: z.array(Product) }));
    return body.products.filter((product) => product.available);
  }

  async limits(): Promise<z.infer<typeof Limits>['limits'][number] | undefined> {
    const { wallet } = this.profile;
    const { body } = await callJson(wallet.base_url + wallet.endpoints.limits, Limits, { headers: this.bearer() });
    return body.limits.find(({ currency }) => currency === this.profile.merchant.currency);
  }

  async openCheckout(items: readonly { id: string; quantity: number }[]): Promise<Session> {
    const { body } = await callJson(this.sessions(), Session, {
      headers: this.acp(),
      json: { line_items: items, currency: this.profile.merchant.currency, capabilities: {}, buyer: BUYER, fulfillment_details: { address: ADDRESS } },
      expect: [201],
    });
    return body;
  }

  /** Asks the wallet to pay exactly what the checkout costs. */
  async requestPayment(session: Session): Promise<Payment> {
    const { wallet, merchant } = this.profile;
    const { body } = await callJson(wallet.base_url + wallet.endpoints.payment_token, Payment, {
      headers: this.bearer(),
      json: { merchant_id: merchant.id, session_id: session.id, amount: toDecimal(totalOf(session)), currency: session.currency.toUpperCase() },
    });
    return body;
  }

  async complete(session: Session, paymentToken: string): Promise<Session> {
    const { body } = await callJson(`${this.sessions()}/${session.id}/complete`, Session, this.completion(paymentToken, [200]));
    return body;
  }

  /** A completion that must be refused; answers how. */
  async completeRefused(session: Session, paymentToken: string): Promise<Reply<z.infer<typeof AcpError>>> {
    return callJson(`${this.sessions()}/${session.id}/complete`, AcpError, this.completion(paymentToken, [400, 409]));
  }

  /** Asks again until the owner has decided or the request has run out. */
  async waitForDecision(pollUrl: string): Promise<Payment> {
    for (;;) {
      const { body, status } = await callJson(pollUrl, z.union([Payment, z.object({ error: z.string() })]), { headers: this.bearer(), expect: [200, 401] });
      if (status === 401) await this.signIn();
      else if ('status' in body && body.status !== 'step_up_required') return body;
      await wait(POLL_MS);
    }
  }

  async evidence(paymentId: string): Promise<z.infer<typeof Evidence>> {
    const { body } = await callJson(`${this.profile.wallet.base_url}/payments/${paymentId}/evidence`, Evidence, { headers: this.bearer() });
    return body;
  }

  private sessions(): string {
    return this.profile.acp.base_url + this.profile.acp.endpoints.checkout_sessions;
  }

  private completion(token: string, expect: readonly number[]) {
    const instrument = { type: 'card', credential: { type: 'spt', token } };
    return { headers: this.acp(), json: { payment_data: { handler_id: 'card_tokenized', instrument } }, expect };
  }

  private bearer(): Record<string, string> {
    return { authorization: `Bearer ${this.token}` };
  }

  private acp(): Record<string, string> {
    return { ...this.bearer(), 'api-version': '2026-04-17', 'idempotency-key': randomUUID() };
  }
}

/** What a checkout costs, as its own totals say. */
export const totalOf = (session: Session): Money =>
  money(BigInt(session.totals.find(({ type }) => type === 'total')?.amount ?? 0), toCurrency(session.currency.toUpperCase()));
