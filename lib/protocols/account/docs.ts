import { z } from 'zod';
import type { Docs, WireDoc } from '@/lib/http/endpoint-doc';
import { Body as OriginsBody } from './allowed-origins';
import { Body as RequestKeyBody } from './api-keys';
import { CancelBody, ProgressBody, ShipBody } from './dashboard/orders';
import { Body as RefundBody } from './dashboard/refund-order';
import { Body as WebhookBody } from './dashboard/webhooks';
import { Body as FeedBody } from './feed';
import {
  Confirmed, FinishRecovery, FinishSignUp, NewEmail, NewTimeZone, NoFields, PasskeyLabel, RequestRecovery, SignUp, WithAssertion, WithAttestation, WithKeepToken, WithRecoveryToken,
  WithStopToken, WithUndoToken,
} from './schema';

const open = z.looseObject;

const Ceremony = open({ ceremony_id: z.string(), publicKey: open({}) });
const ceremony = { words: 'What the browser asks a passkey.', schema: Ceremony };
const widening = { words: 'Nothing changes until a passkey signs what this answer holds, at the same path with /confirm.', schema: open({ error: z.literal('confirmation_required'), publicKey: open({}) }) };
const MISFIT = 'The passkey could not be verified, or took too long.';
const NO_LINK = 'The link is not valid any more.';

const signUp: Docs = {
  'POST /api/account/sign-up': { summary: 'Begin a sign-up', body: SignUp, answers: { 200: { words: 'The first passkey is asked for.', schema: open({ sign_up_id: z.string(), publicKey: open({}) }) }, 409: 'The address has an account.' } },
  'POST /api/account/sign-up/finish': { summary: 'Finish a sign-up with the first passkey', body: FinishSignUp, answers: { 200: 'A ticket that signs in once.', 400: MISFIT, 409: 'The address has an account.' } },
  'POST /api/account/passkey/sign-in': { summary: 'Begin a sign-in by passkey', body: NoFields, bodyOptional: true, answers: { 200: ceremony } },
  'POST /api/account/passkey/sign-in/finish': { summary: 'Finish a sign-in by passkey', body: WithAssertion, answers: { 200: 'A ticket that signs in once.', 400: MISFIT } },
  'GET /api/account/verify-email': { summary: 'Open the link that proves an address', query: z.object({ token: z.string() }), answers: { 303: 'To the wallet, or to sign in first.', 400: NO_LINK } },
};

const security: Docs = {
  'POST /api/account/passkeys': { summary: 'Begin the first passkey', body: NoFields, bodyOptional: true, answers: { 200: ceremony, 403: 'An account that lost its passkey has to be recovered.', 409: 'There is a passkey already.' } },
  'POST /api/account/passkeys/finish': { summary: 'Finish a passkey', body: WithAttestation, answers: { 201: { words: 'It may sign from now on.', schema: open({ passkey_id: z.string() }) }, 400: MISFIT } },
  'POST /api/account/passkeys/another': { summary: 'Ask an existing passkey to allow another', body: NoFields, bodyOptional: true, answers: { 200: ceremony, 409: 'There is no passkey that could allow it.' } },
  'POST /api/account/passkeys/another/allow': { summary: 'Allow another passkey', body: WithAssertion, answers: { 200: ceremony, 400: MISFIT } },
  'POST /api/account/passkeys/keep': { summary: 'Stop a recovery that is under way', body: NoFields, bodyOptional: true, answers: { 200: 'It is stopped.', 409: 'There is none.' } },
  'PATCH /api/account/passkeys/[id]': { summary: 'Name a passkey', body: PasskeyLabel, answers: { 200: 'Its name.', 404: 'There is no such passkey of yours.' } },
  'DELETE /api/account/passkeys/[id]': { summary: 'Ask to remove a passkey', answers: { 404: 'There is no such passkey of yours.', 409: 'It is the last one.', 428: widening } },
  'POST /api/account/passkeys/[id]/confirm': { summary: 'Sign the removal of a passkey', body: Confirmed, answers: { 200: 'It is gone, and every other sign-in ended.', 400: MISFIT, 409: 'Nothing waits.' } },
  'DELETE /api/account/sessions/[id]': { summary: 'End a sign-in', answers: { 200: 'It is over.', 404: 'There is no such sign-in of yours.' } },
  'POST /api/account/sessions/end-others': { summary: 'End every other sign-in', body: NoFields, bodyOptional: true, answers: { 200: { words: 'How many ended.', schema: open({ ended: z.number() }) } } },
  'PATCH /api/account/email': { summary: 'Ask to change the address', body: NewEmail, answers: { 428: widening } },
  'POST /api/account/email/confirm': { summary: 'Sign the new address', body: Confirmed, answers: { 202: 'It changes when the link mailed to it is opened.', 400: MISFIT, 409: 'Nothing waits.' } },
  'POST /api/account/email/undo': { summary: 'Take a change of address back', body: WithUndoToken, answers: { 200: 'It is yours again; everyone is signed out, agents are paused.', 400: NO_LINK } },
  'PATCH /api/account/time-zone': { summary: 'Ask to change the time zone', body: NewTimeZone, answers: { 200: 'It is this one already.', 428: widening } },
  'POST /api/account/time-zone/confirm': { summary: 'Sign the new time zone', body: Confirmed, answers: { 200: 'Limits count in it from their next window on.', 400: MISFIT, 409: 'Nothing waits.' } },
};

const recovery: Docs = {
  'POST /api/account/recovery': { summary: 'Ask to recover an account', body: RequestRecovery, answers: { 202: 'The same for a known and an unknown address.' } },
  'POST /api/account/recovery/status': { summary: 'Read how a recovery stands', body: WithRecoveryToken, answers: { 200: { words: 'link, waiting or ready.', schema: open({ status: z.enum(['link', 'waiting', 'ready']) }) }, 400: NO_LINK } },
  'POST /api/account/recovery/start': { summary: 'Begin the 24 hours of a recovery', body: WithRecoveryToken, answers: { 200: 'When it is ready.', 400: NO_LINK, 409: 'It has begun.' } },
  'POST /api/account/recovery/cancel': { summary: 'Cancel a recovery by its link', body: WithRecoveryToken, answers: { 200: 'Nothing comes of it.', 400: NO_LINK } },
  'POST /api/account/recovery/passkey': { summary: 'Begin the new passkey of a recovery', body: WithRecoveryToken, answers: { 200: ceremony, 400: NO_LINK, 409: 'The 24 hours are not over.' } },
  'POST /api/account/recovery/finish': { summary: 'Finish a recovery', body: FinishRecovery, answers: { 200: 'A ticket that signs in once.', 400: 'The link or the passkey does not fit.', 409: 'The 24 hours are not over.' } },
};

const data: Docs = {
  'GET /api/account/export': { summary: 'Download everything of the account', answers: { 200: 'One document.' } },
  'POST /api/account/deletion': { summary: 'Ask to delete the account', body: NoFields, bodyOptional: true, answers: { 409: 'It is under way.', 428: widening } },
  'POST /api/account/deletion/confirm': { summary: 'Sign the deletion', body: Confirmed, answers: { 200: { words: 'Until then it may be kept.', schema: open({ erase_at: z.iso.datetime() }) }, 400: MISFIT, 409: 'Nothing waits.' } },
  'POST /api/account/deletion/cancel': { summary: 'Keep the account', body: NoFields, bodyOptional: true, answers: { 200: 'It is kept.', 409: 'There is no deletion.' } },
  'POST /api/account/deletion/keep': { summary: 'Keep the account, by the link of the mail', body: WithKeepToken, answers: { 200: 'It is kept.', 400: NO_LINK } },
  'POST /api/account/stop/status': { summary: 'Read what a stop link would stop', body: WithStopToken, answers: { 200: 'Names of agents.', 400: NO_LINK, 410: 'The link has expired.' } },
  'POST /api/account/stop': { summary: 'Pause every agent, by the link of a notification', body: WithStopToken, answers: { 200: 'Names of those that were paused.', 400: NO_LINK, 410: 'The link has expired.' } },
};

const dashboard: Docs = {
  'POST /api/dashboard/orders/[id]/ship': { summary: 'Ship an order, or a part of it', body: ShipBody, answers: { 200: 'The fulfilment; once for a fulfillment_id.', 404: 'There is no such order of the merchant.', 409: 'Not so much is left.' } },
  'POST /api/dashboard/orders/[id]/progress': { summary: 'Say what became of goods on their way', body: ProgressBody, answers: { 200: 'The fulfilment.', 404: 'There is no such fulfilment.', 409: 'That does not follow on how it stands.' } },
  'POST /api/dashboard/orders/[id]/cancel': { summary: 'Cancel what is not handed over', body: CancelBody, answers: { 200: 'How the order stands; once for a cancellation_id.', 403: 'So much money needs a recent sign-in.', 404: 'There is no such order of the merchant.', 409: 'It was handed over.' } },
  'POST /api/dashboard/orders/[id]/refund': { summary: 'Refund an order, or a part of it', body: RefundBody, answers: { 200: 'The refund; once for a refund_id.', 403: 'So much money needs a recent sign-in.', 404: 'There is no such order of the merchant.', 409: 'Not so much is left.' } },
  'POST /api/dashboard/webhooks': { summary: 'Register a webhook', body: WebhookBody, answers: { 201: { words: 'And the merchant’s own secret.', schema: open({ id: z.string(), secret: z.string() }) }, 409: 'There are as many as may be.' } },
  'DELETE /api/dashboard/webhooks/[id]': { summary: 'Remove a webhook', answers: { 200: 'Nothing more is sent there.', 404: 'There is no such webhook.' } },
  'POST /api/dashboard/webhooks/deliveries/[id]/resend': { summary: 'Post an event once more', answers: { 200: 'What the receiver answered.', 404: 'There is no such delivery.', 409: 'It was not taken.' } },
  'GET /api/dashboard/allowed-origins': { summary: 'Read which web pages may call the store', answers: { 200: { words: 'Their origins.', schema: open({ origins: z.array(z.string()) }) } } },
  'PUT /api/dashboard/allowed-origins': { summary: 'Choose which web pages may call the store', body: OriginsBody, answers: { 200: { words: 'Their origins.', schema: open({ origins: z.array(z.string()) }) } } },
  'GET /api/dashboard/api-keys': { summary: 'List the merchant’s API keys', answers: { 200: 'Without secrets, with the public keys that must sign.' } },
  'POST /api/dashboard/api-keys/[id]/request-keys': { summary: 'Ask that ACP requests with a key are signed', body: RequestKeyBody, answers: { 201: 'The public key.', 403: 'It needs a recent sign-in.', 404: 'There is no such key.', 409: 'It is registered, or there are five.' } },
  'DELETE /api/dashboard/api-keys/[id]/request-keys/[key_id]': { summary: 'Remove a public key', answers: { 200: 'Without any left, requests need no signature.', 403: 'It needs a recent sign-in.', 404: 'There is no such key.' } },
  'PUT /api/dashboard/feed': { summary: 'Choose where the product feed is sent', body: FeedBody, answers: { 200: 'The target.' } },
  'DELETE /api/dashboard/feed': { summary: 'Stop sending the product feed', answers: { 200: 'Nothing more is sent.', 404: 'Nothing is sent.' } },
  'POST /api/dashboard/feed/publish': { summary: 'Send the whole feed now', answers: { 200: 'Under way.', 202: 'Under way.', 404: 'There is no target.' } },
};

export const docs: WireDoc = {
  title: 'Accounts and the merchant’s dashboard',
  words: 'What the pages of this site call, with the cookie of a signed-in person. A change needs Origin of this site, or Sec-Fetch-Site same-origin.',
  error: { schema: open({ error: z.string(), message: z.string(), param: z.string().optional() }) },
  groups: { 'Sign-up and sign-in': signUp, 'Security': security, 'Recovery': recovery, 'Data and stopping': data, 'Merchant': dashboard },
  undocumented: { 'POST /api/demo/overspend': 'a button of the demo world’s landing page' },
};
