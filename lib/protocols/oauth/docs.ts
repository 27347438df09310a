import { z } from 'zod';
import type { Docs, WireDoc } from '@/lib/http/endpoint-doc';
import { ConsentRequest, Confirmation, DeviceRequest } from './consents';
import { ClientMetadata } from './register';

const open = z.looseObject;
const FORM_OR_JSON = ['application/x-www-form-urlencoded', 'application/json'];
const resource = z.union([z.string(), z.array(z.string())]).optional().describe('RFC 8707: what the token shall be for.');
const details = z.string().optional().describe('RFC 9396, JSON as text: narrower permissions, merchants, limits or one purchase.');

// Read parameter by parameter, as RFC 6749 has it (read-parameters.ts): these describe them.

const TokenParameters = z.object({
  grant_type: z.enum(['client_credentials', 'authorization_code', 'urn:ietf:params:oauth:grant-type:device_code']),
  scope: z.string().optional().describe('Permissions, with spaces between. Left out: all that the agent has.'),
  resource,
  authorization_details: details,
  client_id: z.string().optional(),
  client_secret: z.string().optional().describe('Or HTTP Basic, or client_assertion.'),
  client_assertion_type: z.string().optional(),
  client_assertion: z.string().optional().describe('private_key_jwt, RFC 7523.'),
  code: z.string().optional(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
  device_code: z.string().optional(),
});
const TokenOnly = z.object({ token: z.string(), token_type_hint: z.string().optional() });
const DeviceParameters = z.object({
  agent_name: z.string().optional().describe('What the owner reads. Needed without client_id.'),
  client_id: z.string().optional(),
  scope: z.string().optional(),
  authorization_details: details,
  resource,
  buyer_email: z.string().optional().describe('An owner who gets a mail.'),
});

const Token = open({ access_token: z.string(), token_type: z.enum(['Bearer', 'DPoP']), expires_in: z.number(), scope: z.string() });
const Metadata = open({ resource: z.url(), authorization_servers: z.array(z.url()) });
const resourceMetadata = { words: 'RFC 9728.', schema: Metadata };

const tokens: Docs = {
  'POST /api/agent/v1/oauth/token': {
    summary: 'Get an access token', details: 'It lives ten minutes. With a DPoP proof (RFC 9449) it is bound to its key.', body: TokenParameters, bodyTypes: FORM_OR_JSON,
    answers: { 200: { words: 'The token.', schema: Token }, 400: 'The request is refused (RFC 6749, 5.2); authorization_pending and slow_down while a device request waits.', 401: 'The client is not known.' },
  },
  'POST /api/agent/v1/oauth/revoke': { summary: 'End a token', details: 'RFC 7009: any text is answered alike.', body: TokenOnly, bodyTypes: FORM_OR_JSON, answers: { 200: 'It does not hold any more.', 401: 'The client is not known.' } },
  'POST /api/agent/v1/oauth/introspect': {
    summary: 'Ask whether a token holds at your store', details: 'RFC 7662, for merchants: a Bearer API key, or Basic handle:key. Never limits or usage.', body: TokenOnly, bodyTypes: FORM_OR_JSON,
    answers: { 200: { words: 'active false for every token that does not hold.', schema: open({ active: z.boolean() }) }, 401: 'The key is not known.' },
  },
};

const connect: Docs = {
  'POST /api/agent/v1/oauth/register': { summary: 'Register a public client', details: 'RFC 7591.', body: ClientMetadata, answers: { 201: { words: 'Its id.', schema: open({ client_id: z.string(), redirect_uris: z.array(z.string()) }) }, 400: 'Something in it cannot be honoured.' } },
  'POST /api/agent/v1/oauth/device_authorization': {
    summary: 'Begin a device request', details: 'RFC 8628: an agent without a client asks for one. Nobody gets anything before an owner’s passkey.', body: DeviceParameters, bodyTypes: FORM_OR_JSON,
    answers: { 200: { words: 'Codes, and where the owner goes.', schema: open({ device_code: z.string(), user_code: z.string(), verification_uri: z.url(), expires_in: z.number(), interval: z.number() }) } },
  },
  'GET /api/agent/v1/oauth/device/qr': { summary: 'Draw the address of a device request', query: z.object({ user_code: z.string() }), answers: { 200: { words: 'A QR code.', mediaType: 'image/svg+xml' }, 400: 'The code is malformed.' } },
  'POST /api/agent/v1/oauth/device': { summary: 'Read what a device request asks for', body: DeviceRequest, answers: { 200: 'Name, permissions and limits, or the one purchase.', 404: 'There is no open request of this code.', 409: 'The purchase was paid, ended or changed.' } },
  'POST /api/agent/v1/oauth/device/deny': { summary: 'Refuse a device request', body: DeviceRequest, answers: { 200: 'Refused.', 404: 'There is no open request of this code.' } },
  'POST /api/agent/v1/oauth/consents': { summary: 'Draft a consent', body: ConsentRequest, answers: { 200: 'The mandate that a passkey must sign.', 404: 'There is no such request.', 409: 'The cart changed.' } },
  'POST /api/agent/v1/oauth/consents/[id]/confirm': { summary: 'Sign a consent', body: Confirmation, answers: { 200: 'The agent; redirect_to leads a client on.', 400: 'The assertion does not fit.', 404: 'There is no such request.' } },
};

const metadata: Docs = {
  'GET /.well-known/oauth-authorization-server': { summary: 'Read the authorization server’s metadata', answers: { 200: { words: 'RFC 8414.', schema: open({ issuer: z.url(), token_endpoint: z.url() }) } } },
  'GET /.well-known/jwks.json': { summary: 'Read the public keys', details: 'Of access tokens, mandates and seals.', answers: { 200: { words: 'A JWK set.', schema: open({ keys: z.array(open({ kid: z.string() })) }) } } },
  'GET /.well-known/oauth-protected-resource': { summary: 'Read the metadata of stores and wallet', answers: { 200: resourceMetadata } },
  'GET /.well-known/oauth-protected-resource/m/[handle]': { summary: 'Read the metadata of one store', answers: { 200: resourceMetadata, 404: 'There is no such merchant.' } },
  'GET /.well-known/oauth-protected-resource/mcp': { summary: 'Read the metadata of /mcp', answers: { 200: resourceMetadata } },
  'GET /.well-known/oauth-protected-resource/m/[handle]/mcp': { summary: 'Read the metadata of a store’s /mcp', answers: { 200: resourceMetadata, 404: 'There is no such merchant.' } },
};

export const docs: WireDoc = {
  title: 'OAuth: tokens and consent',
  words: 'How an agent gets access: its own credentials, a code with PKCE, or a device code. Owners consent by passkey.',
  error: { schema: open({ error: z.string(), error_description: z.string() }) },
  groups: { 'Tokens': tokens, 'Connecting an agent': connect, 'Metadata': metadata },
};
