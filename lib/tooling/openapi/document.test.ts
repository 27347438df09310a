import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '@/lib/entrance/routes';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import type { WireDoc } from '@/lib/http/endpoint-doc';
import { alternativesOf, buildDocument, findDoc, nameOf } from './document';
import { currentDocument, currentYaml, exampleOf, OPENAPI_FILE } from './current';
import { toJsonSchema } from './to-json-schema';
import { wires } from './wires';

const document = currentDocument();
const operations = Object.values(document.paths).flatMap((path) => Object.values(path)) as { operationId: string; responses: object }[];
const documented = endpoints.flatMap((each) => {
  const found = findDoc(each, wires);
  return found ? [{ endpoint: each, ...found }] : [];
});

const validate = async (candidate: object): Promise<unknown> => {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(candidate)) as Record<string, unknown>);
  return valid ? null : errors;
};

/** A validator of one schema, formats included. */
function compile(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats(ajv);
  return ajv.compile(schema);
}

describe('the OpenAPI document', () => {
  it('has every endpoint that is for callers, and tells why another is not in it', () => {
    expect(operations).toHaveLength(documented.length);
    const missing = endpoints.filter((each) => !each.testOnly && !documented.some((one) => one.endpoint === each));
    for (const each of missing) expect(wires[each.wire]?.undocumented?.[nameOf(each)], nameOf(each)).toMatch(/\w{3}/);
  });

  it('describes no endpoint that is gone', () => {
    const served = new Set<string>(endpoints.map((each) => `${each.wire} ${nameOf(each)}`));
    const described = Object.entries(wires).flatMap(([wire, doc]) => {
      const names = [...Object.values(doc.groups).flatMap((group) => Object.keys(group)), ...Object.keys(doc.undocumented ?? {})];
      return names.map((name) => `${wire} ${name}`);
    });
    expect(described.filter((name) => !served.has(name))).toEqual([]);
    expect(new Set(described).size, 'each once').toBe(described.length);
  });

  it('is valid OpenAPI 3.1', async () => {
    expect(await validate(document)).toBeNull();
    expect(await validate({ ...document, info: {} }), 'the validator sees what is wrong').not.toBeNull();
  });

  it('gives each operation a name of its own, and the errors of its wire', () => {
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { operationId, responses } of operations) expect(Object.keys(responses), operationId).toContain('default');
  });

  it('lies in docs/public as the code makes it', () => {
    expect(readFileSync(OPENAPI_FILE, 'utf8') === currentYaml(), 'npm run openapi').toBe(true);
  });
});

describe('the example of a body', () => {
  const withBody = documented.flatMap(({ endpoint: each, doc }) => (doc.body ? [[nameOf(each), doc.body, doc.example ?? exampleOf(each)] as const] : []));

  it.each(withBody)('of %s fits its schema', (_name, body, example) => {
    if (example === null) return;
    const faults = alternativesOf(body).map(({ schema }) => {
      const check = compile(toJsonSchema(schema, 'input'));
      return check(example) ? null : check.errors;
    });
    expect(faults, JSON.stringify(example)).toContain(null);
  });

  it('is there, but for the forms of browsers and for files', () => {
    const without = withBody.filter(([, , example]) => example === null).map(([name]) => name);
    expect(without.filter((name) => !name.startsWith('POST /bank/acs/') && name !== 'PUT /merchant/menu/items/[sku]/photo')).toEqual([]);
  });
});

describe('buildDocument', () => {
  const get: Endpoint = endpoint({ method: 'GET', path: '/things/[id]', wire: 'ucp', credentials: ['agent_token', 'none'], scope: 'view_orders', tenant: 'merchant', handle: () => Promise.resolve(new Response()) });
  const doc: WireDoc = {
    title: 'Things', words: '', error: { schema: z.object({ error: z.string() }) },
    groups: { All: { 'GET /things/[id]': { summary: 'Read a thing', query: z.object({ of: z.string().optional() }), answers: { 200: { words: 'It.', schema: z.object({ id: z.string() }) }, 303: 'Elsewhere.', 404: 'None.' } } } },
  };
  const build = (ucp: WireDoc) => buildDocument({ endpoints: [get], wires: { ucp }, exampleOf: () => null, version: '1' });

  it('takes path, query, tenant and credentials from what is declared', () => {
    const operation = build(doc).paths['/things/{id}']?.get as { parameters: { name?: string; in?: string; required?: boolean; $ref?: string }[]; security: object[]; responses: Record<string, object> };
    expect(operation.parameters.map(({ name, in: where, required, $ref }) => $ref ?? [name, where, required])).toEqual([['id', 'path', true], ['of', 'query', false], '#/components/parameters/MerchantHandle']);
    expect(operation.security).toEqual([{ agentToken: ['view_orders'] }, {}]);
    expect(operation.responses).toMatchObject({ 303: { description: 'Elsewhere.' }, 404: { content: { 'application/json': { schema: { $ref: '#/components/schemas/UcpError' } } } } });
  });

  it('refuses an endpoint that nobody described', () => {
    expect(() => build({ ...doc, groups: {} })).toThrow('GET /things/[id] is not documented');
  });

  it('leaves out what a wire keeps to itself, with its reason', () => {
    expect(build({ ...doc, groups: {}, undocumented: { 'GET /things/[id]': 'for nobody' } }).paths).toEqual({});
  });
});
