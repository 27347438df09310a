import { z } from 'zod';
import { recordedAct } from '@/lib/auth';
import { readJsonOrEmpty } from '@/lib/http/body';
import { answerCoded } from '@/lib/http/coded-failure';
import { endpoint, type Endpoint, type Method } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { firstIssue } from '@/lib/http/issues';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { findMerchant } from '@/lib/merchant';
import { linkAccount, loadPaymentHub, openAccount, resetAccount, setFeePolicy, syncAccount, toHubFacts, type PaymentHub, type ResetAccountError } from '@/lib/payment-hub';

const BODY_LIMIT_BYTES = 4096;

export const NoFields = z.strictObject({});
export const ResetBody = z.strictObject({ recreate: z.boolean().default(true) });
export const FeePolicyBody = z.strictObject({ feeBasisPoints: z.int().min(0).max(10_000) });

/** GET /partner/merchants/{merchantId}/stripe-connect: how a merchant stands with the payment provider. `merchantId` is its UUID, never its handle. */
export const getPartnerConnect: Endpoint = connect('GET', '', null, async (ctx, merchantId) => answer(await loadPaymentHub(ctx, merchantId)));

/** POST .../account: opens the merchant's account, or finds the one that there is. 422 PROVIDER_REFUSED. */
export const postPartnerConnectAccount: Endpoint = connect('POST', '/account', NoFields, async (ctx, merchantId) => {
  const opened = await openAccount(ctx, merchantId);
  return opened.ok ? answer(opened.value) : refuse(opened.error.code);
});

/** POST .../reset {recreate?}: another test account, or none. 409 RESET_NOT_ALLOWED. */
export const postPartnerConnectReset: Endpoint = connect('POST', '/reset', ResetBody, async (ctx, merchantId, { recreate }) => {
  const reset = await resetAccount(ctx, { merchantId, recreate });
  return reset.ok ? answer(reset.value) : refuse(reset.error.code);
});

/** POST .../sync: as the provider tells of it now. */
export const postPartnerConnectSync: Endpoint = connect('POST', '/sync', NoFields, async (ctx, merchantId) => answer(await syncAccount(ctx, merchantId)));

/** POST .../account-links: {url, expiresAt}, for the merchant to open. */
export const postPartnerAccountLink: Endpoint = connect('POST', '/account-links', NoFields, async (ctx, merchantId) => {
  const link = await linkAccount(ctx, merchantId);
  return link.ok ? answerCoded(200, { url: link.value.url, expiresAt: link.value.expiresAt?.toISOString() ?? null }) : refuse(link.error.code);
});

/** POST .../fee-policy {feeBasisPoints}: what the platform keeps of each card order from now on. */
export const postPartnerFeePolicy: Endpoint = connect('POST', '/fee-policy', FeePolicyBody, async (ctx, merchantId, { feeBasisPoints }) =>
  answer(await setFeePolicy(ctx, { merchantId, feeBasisPoints })),
);

/** The payment accounts of merchants, for partners and operators. */
export const endpoints: readonly Endpoint[] = [getPartnerConnect, postPartnerConnectAccount, postPartnerConnectReset, postPartnerConnectSync, postPartnerAccountLink, postPartnerFeePolicy];

const answer = (hub: PaymentHub): Response => answerCoded(200, { merchantId: hub.merchantId, ...toHubFacts(hub) });

function refuse(code: ResetAccountError['code']): Response {
  return code === 'not_test'
    ? answerCoded(409, { error: 'This account moves real money: it is not thrown away.', errorCode: 'RESET_NOT_ALLOWED', retryable: false })
    : answerCoded(422, { error: 'The payment provider does not serve a merchant of this country and currency.', errorCode: 'PROVIDER_REFUSED', retryable: false });
}

/** What was asked, and with which fields: they hold no secret. */
const toNote = (path: string, asked: object): string => [path.slice(1), ...Object.entries(asked).map(([name, value]) => `${name} ${String(value)}`)].join(' ');

function connect<T extends object>(method: Method, path: string, body: z.ZodType<T> | null, handle: (ctx: RequestCtx, merchantId: string, body: T) => Promise<Response>): Endpoint {
  return endpoint({
    method,
    path: `/partner/merchants/[id]/stripe-connect${path}`,
    wire: 'partner',
    credentials: ['partner_key'],
    scope: null,
    tenant: 'none',
    handle: async (ctx, request, { id = '' }) => {
      const asked = await read(request, body);
      const merchant = z.guid().safeParse(id).success ? await findMerchant(ctx, id) : null;
      if (!merchant) throw fail(404, 'unknown_merchant', 'There is no merchant of this id.');
      const work = () => handle(ctx, merchant.id, asked);
      if (method === 'GET') return work();
      return recordedAct(ctx, { action: 'change_payment_account', subjects: [merchant.id], note: toNote(path, asked) }, work, ({ status }) => ({ outcome: status < 400 ? 'done' : 'refused' }));
    },
  });
}

async function read<T>(request: Request, schema: z.ZodType<T> | null): Promise<T> {
  if (schema === null) return undefined as T;
  const parsed = schema.safeParse(await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
  if (parsed.success) return parsed.data;
  const { param, message } = firstIssue(parsed.error);
  throw fail(400, 'invalid_request', message, { param });
}
