import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { endpoints } from '@/lib/entrance/routes';
import { Document } from './document';
import { toReference } from '.';
import { toFields, toShapes, typeOf } from './to-fields';

/** A button, a form, what a bank and Stripe post: the docs.ts of their wires tell why. */
const UNDOCUMENTED: readonly string[] = ['POST /api/demo/overspend', 'POST /webhooks/stripe', 'POST /pay/[id]', 'POST /pay/[id]/authentication'];

const reference = toReference(Document.parse(parse(readFileSync('docs/public/openapi.yaml', 'utf8'))));
const operations = reference.flatMap(({ groups }) => groups.flatMap((group) => group.operations));
const find = (id: string) => {
  const found = operations.find((each) => each.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

describe('the reference of our own document', () => {
  it('shows each of its endpoints once, those for tests and buttons left out', () => {
    const shown = operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, '[$1]')}`);
    const served = endpoints.flatMap(({ testOnly, method, path }) => (testOnly ? [] : `${method} ${path}`)).filter((name) => !UNDOCUMENTED.includes(name));
    expect(shown.toSorted()).toEqual(served.toSorted());
  });

  it('tells who may call, and the permission that an agent needs', () => {
    expect(find('postCheckoutSessionsIdComplete').credentials.join(' ')).toContain('It needs the permission initiate_purchase.');
    expect(find('getHealth').credentials).toEqual(['Anyone.']);
  });

  it('shows a body in each of its versions', () => {
    expect(find('postCheckoutSessions').body?.shapes.map(({ title }) => title)).toEqual(['2026-04-17', '2026-01-30', '2026-01-16, 2025-12-12', '2025-09-29']);
  });

  it('calls with credential, required headers and the example', () => {
    expect(find('postCarts').curl).toMatch(/^curl -s "http:\/\/localhost:3000\/carts" \\\n {2}-H "Authorization: Bearer \$API_KEY" \\\n {2}-H "API-Version: [^"]+" \\\n {2}-H "Idempotency-Key: [^"]+" \\\n {2}-H "Content-Type: application\/json" \\\n {2}-d '\{/);
    expect(find('deleteApiAgentV1AgentsId').curl).toContain('curl -s -X DELETE "http://localhost:3000/api/agent/v1/agents/$ID"');
    expect(find('postApiAgentV1OauthToken').curl).toContain("-d 'grant_type=client_credentials'");
  });
});

describe('toFields', () => {
  it('sets what is nested below its field, through lists and alternatives', () => {
    const schema = {
      type: 'object', required: ['items'],
      properties: {
        items: { type: 'array', minItems: 1, items: { type: 'object', properties: { sku: { type: 'string', description: 'Of the menu.' } } } },
        limit: { anyOf: [{ type: 'object', properties: { daily: { type: ['string', 'number'] } } }, { type: 'null' }] },
      },
    };
    expect(toFields(schema)).toEqual([
      { name: 'items', depth: 0, type: 'list of object, at least 1 entries', required: true, words: null },
      { name: 'sku', depth: 1, type: 'text', required: false, words: 'Of the menu.' },
      { name: 'limit', depth: 0, type: 'object or null', required: false, words: null },
      { name: 'daily', depth: 1, type: 'text or number', required: false, words: null },
    ]);
  });

  it('has one shape where nothing tells shapes apart', () => {
    expect(toShapes({ type: 'object' })).toEqual([{ title: null, type: 'object', fields: [] }]);
  });
});

describe('typeOf', () => {
  it.each([
    [{ const: 'card' }, '"card"'],
    [{ enum: ['a', 'b'] }, '"a" | "b"'],
    [{ type: 'string', minLength: 1, maxLength: 9 }, 'text, 1 to 9 characters'],
    [{ type: 'string', format: 'uuid', pattern: '^x$' }, 'text (uuid)'],
    [{ type: 'string', pattern: '^x$' }, 'text (^x$)'],
    [{ type: 'integer', minimum: 1, maximum: 7 }, 'whole number, 1 to 7'],
    [{ type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 }, 'whole number'],
    [{}, 'anything'],
  ])('says %j as %s', (schema, words) => expect(typeOf(schema)).toBe(words));
});
