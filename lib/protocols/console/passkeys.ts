import { z } from 'zod';
import { renewSession, requireFreshSignIn } from '@/lib/auth';
import { takePasskey } from '@/lib/console';
import { answerCoded } from '@/lib/http/coded-failure';
import { allowAnotherPasskey, beginMemberPasskey, finishMemberPasskey, hasSecondStep, loadSecurityView, removeMemberPasskey, setSecondStep, type Ceremony } from '@/lib/identity';
import { consoleEndpoint, publicPost, readBody } from './endpoint';
import { rateLimited, refuse } from './errors';
import { NoFields } from './schema';
import { answerEntered, originOf } from './sign-in-answer';

// Passkeys of people who work at a merchant (ADR 0055): they sign in with one, alone or after the password.

const CeremonyId = z.string().regex(/^cer_[0-9A-Z]{26}$/i, 'must be the id of a ceremony');
const Credential = z.looseObject({ id: z.string().max(2000), response: z.looseObject({}) });
export const Asserted = z.strictObject({ ceremonyId: CeremonyId, assertion: Credential });
export const Attested = z.strictObject({ ceremonyId: CeremonyId, attestation: Credential });
export const SecondStepBody = z.strictObject({ secondStep: z.boolean() });

const toWire = ({ ceremonyId, publicKey }: Ceremony) => ({ ceremonyId, publicKey });

/** {passkeys: [{passkeyId, label, createdAt, lastUsedAt}], secondStep}: this person's own. */
export const getPasskeys = consoleEndpoint('GET', '/merchant/passkeys', 'member', async (ctx, _request, { userId, sessionId }) => {
  const [{ passkeys }, secondStep] = await Promise.all([loadSecurityView(ctx, { userId, sessionId }), hasSecondStep(ctx, userId)]);
  return answerCoded(200, {
    passkeys: passkeys.map(({ id, label, createdAt, lastUsedAt }) => ({ passkeyId: id, label, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null })),
    secondStep,
  });
});

/** {} -> {step: create | allow, ceremonyId, publicKey}: a first passkey is made, within ten minutes of a sign-in; another is allowed by one that there is. */
export const postPasskeys = consoleEndpoint('POST', '/merchant/passkeys', 'member', async (ctx, request, user) => {
  await readBody(request, NoFields);
  const begun = await beginMemberPasskey(ctx, user);
  if (!begun.ok) return refuse(begun.error.code);
  if (begun.value.step === 'create') await requireFreshSignIn(ctx, user);
  return answerCoded(200, { step: begun.value.step, ...toWire(begun.value) });
});

/** {ceremonyId, assertion} of a passkey that there is -> {ceremonyId, publicKey} of the new one. */
export const postPasskeysAllow = consoleEndpoint('POST', '/merchant/passkeys/allow', 'member', async (ctx, request, { userId }) => {
  const body = await readBody(request, Asserted);
  const allowed = await allowAnotherPasskey(ctx, { userId, ...body });
  return allowed.ok ? renewSession(ctx, answerCoded(200, toWire(allowed.value))) : refuse('invalid_passkey');
});

/** {ceremonyId, attestation} -> 201 {passkeyId}. */
export const postPasskeysFinish = consoleEndpoint('POST', '/merchant/passkeys/finish', 'member', async (ctx, request, { userId }) => {
  const body = await readBody(request, Attested);
  const finished = await finishMemberPasskey(ctx, { userId, ...body });
  if (finished.ok) return renewSession(ctx, answerCoded(201, { passkeyId: finished.value.passkeyId }));
  return refuse(finished.error.code === 'passkey_exists' ? 'passkey_exists' : 'invalid_passkey');
});

/** {secondStep} -> {secondStep}: whether a passkey is asked after the password, a mail's link or Google. 409 with fewer than two passkeys. */
export const patchPasskeys = consoleEndpoint('PATCH', '/merchant/passkeys', 'member', async (ctx, request, user) => {
  const { secondStep } = await readBody(request, SecondStepBody);
  await requireFreshSignIn(ctx, user);
  const set = await setSecondStep(ctx, { userId: user.userId, on: secondStep });
  return set.ok ? answerCoded(200, { secondStep: set.value }) : refuse(set.error.code);
});

/** 200 {}: it signs in no more, and every other sign-in ended. 409 for the last one while it is asked at each sign-in. */
export const deletePasskey = consoleEndpoint('DELETE', '/merchant/passkeys/[id]', 'member', async (ctx, _request, user, { id = '' }) => {
  await requireFreshSignIn(ctx, user);
  const removed = await removeMemberPasskey(ctx, { userId: user.userId, sessionId: user.sessionId, passkeyId: id });
  if (removed.ok) return answerCoded(200, {});
  return refuse(removed.error.code === 'passkey_not_found' ? 'not_found' : removed.error.code);
});

/** {ceremonyId, assertion} -> {next, providers}: the passkey that a way in asked for. 401 for everything that does not match. */
export const postSecondStep = publicPost('/merchant/auth/second-step', Asserted, async (ctx, body, request) => {
  const entered = await takePasskey(ctx, { ...body, origin: await originOf(ctx, request) });
  if (entered.ok) return answerEntered(ctx, 200, entered.value);
  if (entered.error.code === 'rate_limited') throw rateLimited(entered.error);
  return refuse('invalid_credentials');
});
