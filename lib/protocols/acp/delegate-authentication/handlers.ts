import { authenticate, cardFingerprint, getAuthentication, startAuthentication, type AuthenticationQuery } from '@/lib/authentication';
import { readJson } from '@/lib/http/body';
import type { Answer } from '@/lib/http/idempotency';
import { findUrlFault } from '@/lib/http/outbound-url';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx, Settings } from '@/lib/ports';
import { invalidCard } from '../delegate-payment/errors';
import { errorAnswer } from '../errors';
import { inOneTransaction, readKey, respondToOutcome } from '../idempotency';
import { findNamedMerchant } from '../named-merchant';
import { actorOf, principalId } from '../principal';
import { respond } from '../respond';
import { parseWith } from '../schema';
import { negotiateAmong } from '../version';
import { v20260417 } from '../v2026-04-17';
import type { AcpError, Parsed } from '../wire';
import { refusalError, wrongMerchant } from './errors';
import { AUTHENTICATION_PATH, keyError } from './failures';
import { authenticateRequest, createRequest } from './schema';
import { toSession, toSessionWithResult } from './to-wire';

// ACP 2026-04-17, Delegate Authentication: the 3DS server's side. Order of checks as at the checkout. There is one version of it.

const VERSIONS = [v20260417];
/** As 2026-04-17 has it, but that a conflict stays 409 here (rules.md, ACP). */
const KEYS = { idempotency: { ...v20260417.idempotency, conflictStatus: 409 } } as const;

type Work = (ctx: Ctx, body: unknown) => Promise<Answer>;

/** `toComparable`: what of the body is kept, hashed, to tell a repeated request from another one. */
async function post(ctx: RequestCtx, request: Request, path: string, work: Work, toComparable = (body: unknown): unknown => body): Promise<Response> {
  const version = negotiateAmong(VERSIONS, request);
  if (!version.ok) return respond(request, errorAnswer(version.error));
  const body = await readJson(request);
  const key = readKey(request, KEYS);
  if (!key.ok) return respond(request, errorAnswer(keyError(key.error)));
  invariant(key.value !== null, 'the key is required');
  const execution = inOneTransaction((tx) => work(tx, body));
  const outcome = await execution.keyed(ctx, { principal: principalId(ctx), path, key: key.value, body: toComparable(body) });
  return respondToOutcome(request, KEYS, outcome);
}

/** POST /delegate_authentication: 201 with a fingerprint to take, pending, or not_supported. */
export function handleCreate(ctx: RequestCtx, request: Request): Promise<Response> {
  const work: Work = async (tx, body) => {
    const parsed = parseCreate(body, ctx.settings);
    if (!parsed.ok) return errorAnswer(parsed.error);
    const { merchant_id, ...command } = parsed.value;
    const merchant = await findNamedMerchant(tx, ctx, merchant_id);
    if (!merchant) return errorAnswer(wrongMerchant);
    const begun = await startAuthentication(tx, { ...command, merchantId: merchant.id, actor: actorOf(ctx) });
    return begun.ok ? { status: 201, body: toSession(begun.value, ctx.settings.publicOrigin) } : errorAnswer(refusalError(begun.error));
  };
  return post(ctx, request, AUTHENTICATION_PATH, work, (body) => withoutNumber(ctx, body));
}

/** POST /delegate_authentication/{id}/authenticate: 200 with how it ended, or the challenge to take the person to. */
export const handleAuthenticate = (ctx: RequestCtx, request: Request, id: string): Promise<Response> =>
  post(ctx, request, `${AUTHENTICATION_PATH}/${id}/authenticate`, async (tx, body) => {
    const parsed = parseAuthenticate(body, ctx.settings);
    if (!parsed.ok) return errorAnswer(parsed.error);
    const asked = await authenticate(tx, { ...queryFor(ctx, id), ...parsed.value });
    return asked.ok ? { status: 200, body: toSession(asked.value, ctx.settings.publicOrigin) } : errorAnswer(refusalError(asked.error));
  });

/** GET /delegate_authentication/{id}: 200, with authentication_result once it ended. */
export async function handleGet(ctx: RequestCtx, request: Request, id: string): Promise<Response> {
  const version = negotiateAmong(VERSIONS, request);
  if (!version.ok) return respond(request, errorAnswer(version.error));
  const found = await getAuthentication(ctx, queryFor(ctx, id));
  if (!found.ok) return respond(request, errorAnswer(refusalError(found.error)));
  const { authentication, result } = found.value;
  return respond(request, { status: 200, body: toSessionWithResult(authentication, result, ctx.settings.publicOrigin) });
}

/** A session's id resolves by itself; a merchant that was named beside it must be its own. */
const queryFor = (ctx: RequestCtx, id: string): AuthenticationQuery => ({ id, actor: actorOf(ctx), ...(ctx.merchant && { merchantId: ctx.merchant.id }) });

const parseCreate = (body: unknown, settings: Settings) =>
  checked(parseWith(createRequest, (request) => request)(body), settings, (request) => ({
    merchant_id: request.merchant_id,
    card: { number: request.payment_method.number, expMonth: request.payment_method.exp_month, expYear: request.payment_method.exp_year },
    amount: BigInt(request.amount.value),
    currency: request.amount.currency,
    checkoutId: request.checkout_session_id ?? null,
    // Not said yet: the browser may turn out to run scripts.
    javaScript: request.channel?.browser.javascript_enabled ?? true,
    challengeAsked: request.flow_preference?.type === 'challenge',
    notificationUrl: request.challenge_notification_url ?? null,
  }));

const parseAuthenticate = (body: unknown, settings: Settings) =>
  checked(parseWith(authenticateRequest, (request) => request)(body), settings, (request) => ({
    checkoutId: request.checkout_session_id ?? null,
    notificationUrl: request.challenge_notification_url ?? null,
  }));

/** The faults of a field in this service's own word, and no browser sent to where none may be sent. */
function checked<R extends { challenge_notification_url?: string }, T>(parsed: Parsed<R>, settings: Settings, toCommand: (request: R) => T): Result<T, AcpError> {
  if (!parsed.ok) return err(invalidCard(parsed.error.message, parsed.error.param));
  const url = parsed.value.challenge_notification_url;
  const fault = url === undefined ? null : findUrlFault(url, settings.testMode);
  if (fault !== null) return err(invalidCard(`The URL ${fault}.`, '$.challenge_notification_url'));
  return ok(toCommand(parsed.value));
}

/** Card numbers are few enough to be tried out: even their plain hash is not kept. */
function withoutNumber(ctx: Ctx, body: unknown): unknown {
  if (!isObject(body) || !isObject(body.payment_method) || typeof body.payment_method.number !== 'string') return body;
  return { ...body, payment_method: { ...body.payment_method, number: cardFingerprint(ctx.keyring, body.payment_method.number) } };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
