import { z } from 'zod';
import type { CredentialKind, Endpoint, Method, WireName } from '@/lib/http/endpoint';
import type { AnswerDoc, EndpointDoc, HeaderDoc, WireDoc } from '@/lib/http/endpoint-doc';
import { invariant } from '@/lib/kernel/invariant';
import { toJsonSchema, type JsonSchema } from './to-json-schema';

// From the route table and what the wires say of themselves to one OpenAPI 3.1 document (ADR 0038). Pure.

export type EndpointName = `${Method} /${string}`;
export const nameOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): EndpointName => `${method} ${path}`;

export type Wires = Readonly<Partial<Record<WireName, WireDoc>>>;
export type ExampleOf = (endpoint: Endpoint) => object | null;
export type OpenApi = Readonly<Record<string, unknown>> & { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> };

/** The server that the file names; one that answers puts its own in this place. */
export const FILE_ORIGIN = 'http://localhost:3000';

type Source = { readonly endpoints: readonly Endpoint[]; readonly wires: Wires; readonly exampleOf: ExampleOf; readonly version: string };

/** The document of every endpoint that its wire describes. Throws for one that has neither a description nor a reason to have none. */
export function buildDocument({ endpoints, wires, exampleOf, version }: Source): OpenApi {
  const described = Object.entries(wires) as [WireName, WireDoc | undefined][];
  const sections = described.flatMap(([wire, doc]) => (doc ? [{ wire, doc }] : []));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Countersign',
      version,
      summary: 'One server for agentic commerce, with spending limits that hold.',
      description:
        'Every protocol of this server. Stores of one merchant also answer under /m/{handle}, or to the header X-Merchant-Handle. Each answer carries X-Request-Id; an endpoint that is called too often answers 429 with Retry-After.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: FILE_ORIGIN }],
    tags: sections.flatMap(({ wire, doc }) => Object.keys(doc.groups).map((group) => ({ name: tagOf(wire, group), 'x-display-name': group }))),
    'x-tagGroups': sections.map(({ wire, doc }) => ({ 'x-wire': wire, name: doc.title, description: doc.words, tags: Object.keys(doc.groups).map((group) => tagOf(wire, group)) })),
    paths: toPaths(endpoints, wires, exampleOf),
    components: {
      securitySchemes: SECURITY,
      parameters: {
        MerchantHandle: { name: 'X-Merchant-Handle', in: 'header', description: 'The merchant that is called. Left out: that of the key, or the default one.', schema: { type: 'string', pattern: '^[a-z0-9-]{3,40}$' } },
        IdempotencyKeyRequired: idempotencyKey(true),
        IdempotencyKeyOptional: idempotencyKey(false),
      },
      responses: Object.fromEntries(sections.map(({ wire, doc }) => [errorName(wire), { description: 'A refusal, in the shape that every error of this wire has.', content: errorContent(wire, doc) }])),
      schemas: Object.fromEntries(sections.map(({ wire, doc }) => [errorName(wire), toJsonSchema(doc.error.schema, 'output')])),
    },
  };
}

const idempotencyKey = (required: boolean): object => ({
  name: 'Idempotency-Key', in: 'header', required, description: 'The same key with the same body is answered as before and does nothing twice; with another body it is refused.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});

const COOKIE = 'The cookie of a signed-in person, __Secure-authjs.session-token where the site is served by https. Changes need Origin of this site, or Sec-Fetch-Site same-origin.';

const SECURITY = {
  merchantKey: { type: 'http', scheme: 'bearer', description: 'An API key of a merchant.' },
  agentToken: {
    type: 'oauth2', description: 'An access token of an agent; Authorization: DPoP where it is bound to a key.',
    flows: {
      clientCredentials: {
        tokenUrl: '/api/agent/v1/oauth/token',
        scopes: {
          browse_products: 'Read what is sold.', create_cart: 'Fill carts and checkouts.', initiate_purchase: 'Ask to pay.', complete_purchase: 'Pay without asking, within limits.', view_orders: 'Read orders.',
        },
      },
    },
  },
  ownerSession: { type: 'apiKey', in: 'cookie', name: 'authjs.session-token', description: `${COOKIE} Of the owner of a wallet.` },
  merchantSession: { type: 'apiKey', in: 'cookie', name: 'authjs.session-token', description: `${COOKIE} Of a person who works for a merchant.` },
  operatorKey: { type: 'http', scheme: 'bearer', description: 'The key of the operator.' },
  operatorSession: { type: 'apiKey', in: 'cookie', name: 'countersign.operator', description: `${COOKIE} Of an operator.` },
  partnerKey: { type: 'http', scheme: 'bearer', description: 'The key of a partner, or the operator’s; or as X-API-Key.' },
  oauthClient: { type: 'http', scheme: 'basic', description: 'Client id and secret; or client_assertion in the body.' },
} as const;

const SCHEME_OF: Record<Exclude<CredentialKind, 'none'>, keyof typeof SECURITY> = {
  merchant_key: 'merchantKey',
  agent_token: 'agentToken',
  owner_session: 'ownerSession',
  merchant_session: 'merchantSession',
  operator_key: 'operatorKey',
  operator_session: 'operatorSession',
  partner_key: 'partnerKey',
  oauth_client: 'oauthClient',
};

function toPaths(endpoints: readonly Endpoint[], wires: Wires, exampleOf: ExampleOf): OpenApi['paths'] {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const found = findDoc(endpoint, wires);
    if (found === null) continue;
    const path = endpoint.path.replace(/\[(\w+)\]/g, '{$1}');
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = toOperation({ endpoint, ...found, example: found.doc.example ?? exampleOf(endpoint) });
  }
  return paths;
}

type Found = { readonly wire: WireDoc; readonly group: string; readonly doc: EndpointDoc };

/** What a wire says of an endpoint; null for one that is documented to nobody. Throws when it says nothing. */
export function findDoc(endpoint: Endpoint, wires: Wires): Found | null {
  if (endpoint.testOnly) return null;
  const wire = wires[endpoint.wire];
  const name = nameOf(endpoint);
  if (wire?.undocumented?.[name] !== undefined) return null;
  for (const [group, docs] of Object.entries(wire?.groups ?? {})) {
    const doc = docs[name];
    if (wire && doc) return { wire, group, doc };
  }
  throw new Error(`${name} is not documented: give it a row in lib/protocols/${endpoint.wire}/docs.ts (ADR 0038)`);
}

type Operation = Found & { readonly endpoint: Endpoint; readonly example: object | null };

function toOperation({ endpoint, wire, group, doc, example }: Operation): object {
  return {
    operationId: operationId(endpoint),
    summary: doc.summary,
    ...(doc.details !== undefined && { description: doc.details }),
    tags: [tagOf(endpoint.wire, group)],
    'x-wire': endpoint.wire,
    security: endpoint.credentials.map((kind) => (kind === 'none' ? {} : { [SCHEME_OF[kind]]: kind === 'agent_token' && endpoint.scope !== null ? [endpoint.scope] : [] })),
    parameters: toParameters(endpoint, wire, doc),
    ...(doc.body && { requestBody: toRequestBody(doc, example) }),
    responses: toResponses(endpoint, wire, doc),
  };
}

/** `POST /checkout_sessions/[id]/complete` -> postCheckoutSessionsIdComplete. */
const operationId = ({ method, path }: Endpoint): string =>
  method.toLowerCase() + path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

const tagOf = (wire: WireName, group: string): string => `${wire}: ${group}`;
const errorName = (wire: WireName): string => `${wire.charAt(0).toUpperCase()}${wire.slice(1)}Error`;
const errorContent = (wire: WireName, { error }: WireDoc): object => ({ [error.mediaType ?? 'application/json']: { schema: { $ref: `#/components/schemas/${errorName(wire)}` } } });

function toParameters(endpoint: Endpoint, { headers = [] }: WireDoc, { query, key }: EndpointDoc): object[] {
  const inPath = [...endpoint.path.matchAll(/\[(\w+)\]/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const inHeader = headers.filter(({ on }) => on?.(nameOf(endpoint)) ?? true).map(toHeader);
  return [
    ...inPath,
    ...(query ? toQuery(query) : []),
    ...(endpoint.tenant === 'merchant' || endpoint.tenant === 'named_merchant' ? [{ $ref: '#/components/parameters/MerchantHandle' }] : []),
    ...inHeader,
    ...(key ? [{ $ref: `#/components/parameters/IdempotencyKey${key === 'required' ? 'Required' : 'Optional'}` }] : []),
  ];
}

const toHeader = ({ name, words, required, values }: HeaderDoc): object => ({
  name, in: 'header', required, description: words, schema: { type: 'string', ...(values && { enum: values }) },
});

function toQuery(schema: z.ZodType): object[] {
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as { properties?: Record<string, JsonSchema>; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name, in: 'query', required: required.includes(name), ...(description === undefined ? {} : { description }), schema: rest,
  }));
}

const isSchema = (body: NonNullable<EndpointDoc['body']>): body is z.ZodType => body instanceof z.ZodType;

/** The schemas of a body, each with what it is for; those that are one and the same stand once. */
export function alternativesOf(body: NonNullable<EndpointDoc['body']>): readonly { readonly labels: readonly string[]; readonly schema: z.ZodType }[] {
  if (isSchema(body)) return [{ labels: [], schema: body }];
  const bySchema = new Map<z.ZodType, string[]>();
  for (const [label, schema] of Object.entries(body)) bySchema.set(schema, [...(bySchema.get(schema) ?? []), label]);
  return [...bySchema].map(([schema, labels]) => ({ labels, schema }));
}

function toRequestBody({ body, bodyTypes = ['application/json'], bodyOptional = false }: EndpointDoc, example: object | null): object {
  invariant(body, 'there is a body to describe');
  const alternatives = alternativesOf(body).map(({ labels, schema }) => ({ ...(labels.length > 0 && { title: labels.join(', ') }), ...toJsonSchema(schema, 'input') }));
  const schema = alternatives.length === 1 ? alternatives[0] : { anyOf: alternatives };
  return { required: !bodyOptional, content: Object.fromEntries(bodyTypes.map((type) => [type, { schema, ...(example && { example }) }])) };
}

function toResponses({ wire }: Endpoint, wireDoc: WireDoc, { answers }: EndpointDoc): object {
  const told = Object.entries(answers).map(([status, answer]): [string, object] => [status, toResponse(Number(status), answer, errorContent(wire, wireDoc))]);
  return Object.fromEntries([...told, ['default', { $ref: `#/components/responses/${errorName(wire)}` }]]);
}

const HAS_NO_BODY: readonly number[] = [204, 303, 304];

function toResponse(status: number, answer: AnswerDoc, refused: object): object {
  const { words, schema, mediaType } = typeof answer === 'string' ? { words: answer } : answer;
  if (HAS_NO_BODY.includes(status)) return { description: words };
  if (status >= 400 && schema === undefined && mediaType === undefined) return { description: words, content: refused };
  const described = schema ? toJsonSchema(schema, 'output') : mediaType === undefined ? { type: 'object' } : { type: 'string' };
  return { description: words, content: { [mediaType ?? 'application/json']: { schema: described } } };
}
