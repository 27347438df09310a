import { confirmPasswordReset, consumeMagicLink, signInToConsole, signUpMerchant, takeIn } from '@/lib/console';
import { answerCoded } from '@/lib/http/coded-failure';
import type { Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { nameSelf, startMailChallenge, type MailPurpose } from '@/lib/identity';
import type { z } from 'zod';
import { consoleEndpoint, publicPost, readBody } from './endpoint';
import { invalidField, rateLimited, refuse } from './errors';
import { NewPassword, Profile, SignIn, SignUp, WithChallenge, WithEmail } from './schema';
import { answerEntered, debugToken, originOf, providersOf } from './sign-in-answer';

/** {email} -> {next: password | sign_up | magic_link, providers}. */
export const postIntake = publicPost('/merchant/auth/email/intake', WithEmail, async (ctx, { email }) => {
  const step = await takeIn(ctx, { email, clientAddress: ctx.clientAddress });
  if (step.ok) return answerCoded(200, { next: step.value, providers: providersOf(ctx) });
  throw step.error.code === 'rate_limited' ? rateLimited(step.error) : invalidField(step.error);
});

async function signUp(ctx: RequestCtx, body: z.infer<typeof SignUp>, request: Request): Promise<Response> {
  const { email, password, displayName = null, merchantName = null } = body;
  const entered = await signUpMerchant(ctx, { email, password, displayName, merchantName, origin: await originOf(ctx, request) });
  if (entered.ok) return answerEntered(ctx, 201, entered.value);
  switch (entered.error.code) {
    case 'invalid_field':
      throw invalidField(entered.error);
    case 'rate_limited':
      throw rateLimited(entered.error);
    case 'email_taken':
      return refuse('email_taken');
  }
}

async function signIn(ctx: RequestCtx, body: z.infer<typeof SignIn>, request: Request): Promise<Response> {
  const entered = await signInToConsole(ctx, { ...body, origin: await originOf(ctx, request) });
  if (entered.ok) return answerEntered(ctx, 200, entered.value);
  if (entered.error.code === 'rate_limited') throw rateLimited(entered.error);
  return refuse('invalid_credentials');
}

/** {email, password, displayName?, merchantName?} -> 201 {next, providers}: signed in, with a draft of a store. 409 EMAIL_TAKEN. */
export const postPasswordSignUp = publicPost('/merchant/auth/password/sign-up', SignUp, signUp);
/** The same, for older scripts. */
export const postSignup = publicPost('/merchant/signup', SignUp, signUp);

/** {email, password} -> {next, providers}. One 401 INVALID_CREDENTIALS for everything that does not match. */
export const postPasswordSignIn = publicPost('/merchant/auth/password/sign-in', SignIn, signIn);
/** The same, for older scripts. */
export const postSessionLogin = publicPost('/merchant/session/login', SignIn, signIn);

/** {email} -> 202 {sent, providers}, whether the address is known or not; 503 where no mail would arrive. */
const mailStart = (path: Endpoint['path'], purpose: MailPurpose): Endpoint =>
  publicPost(path, WithEmail, async (ctx, { email }) => {
    const providers = providersOf(ctx);
    if (!providers.magicLink) return refuse('method_unavailable');
    const started = await startMailChallenge(ctx, { purpose, email, clientAddress: ctx.clientAddress });
    if (started.ok) return answerCoded(202, { sent: true, providers, ...debugToken(ctx, started.value.token) });
    throw started.error.code === 'rate_limited' ? rateLimited(started.error) : invalidField(started.error);
  });

export const postMagicLinkStart = mailStart('/merchant/auth/magic-link/start', 'magic_link');
export const postPasswordResetStart = mailStart('/merchant/auth/password-reset/start', 'password_reset');

/** {challengeToken} -> {next, providers}, once. 400 INVALID_CHALLENGE. */
export const postMagicLinkConsume = publicPost('/merchant/auth/magic-link/consume', WithChallenge, async (ctx, { challengeToken }, request) => {
  const entered = await consumeMagicLink(ctx, { token: challengeToken, origin: await originOf(ctx, request) });
  if (entered.ok) return answerEntered(ctx, 200, entered.value);
  if (entered.error.code === 'rate_limited') throw rateLimited(entered.error);
  return refuse(entered.error.code);
});

/** {challengeToken, password} -> {next, providers}, once: every other sign-in of the person has ended. */
export const postPasswordResetConfirm = publicPost('/merchant/auth/password-reset/confirm', NewPassword, async (ctx, { challengeToken, password }, request) => {
  const entered = await confirmPasswordReset(ctx, { token: challengeToken, password, origin: await originOf(ctx, request) });
  if (entered.ok) return answerEntered(ctx, 200, entered.value);
  switch (entered.error.code) {
    case 'invalid_field':
      throw invalidField(entered.error);
    case 'rate_limited':
      throw rateLimited(entered.error);
    case 'invalid_challenge':
      return refuse('invalid_challenge');
  }
});

/** {displayName} -> {next, displayName, providers}: who the signed-in person is. */
export const postProfileComplete = consoleEndpoint('POST', '/merchant/auth/profile/complete', 'member', async (ctx, request, { userId, role }) => {
  const { displayName } = await readBody(request, Profile);
  const named = await nameSelf(ctx, { userId, displayName });
  if (!named.ok) throw invalidField(named.error);
  return answerCoded(200, { next: role === 'staff' ? 'kitchen' : 'launchpad', displayName: named.value, providers: providersOf(ctx) });
});
