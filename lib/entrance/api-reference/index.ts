import { parse } from 'yaml';
import { readPublishedFile } from '@/lib/http/published-file';
import { invariant } from '@/lib/kernel/invariant';
import { processWide } from '@/lib/kernel/process-wide';
import { Document, type Content, type Operation, type Parameter } from './document';
import { toCurl } from './to-curl';
import { toFields, toShapes, typeOf } from './to-fields';
import type { AnswerView, GroupView, OperationView, ParameterView, WireReference, WireSummary } from './types';

export type { AnswerView, FieldView, GroupView, OperationView, ParameterView, ShapeView, WireReference, WireSummary } from './types';

// The API reference of /docs/api: our own OpenAPI document, as views. Read once per process.

const read = processWide('api-reference', () => new Map<string, Promise<readonly WireReference[]>>());

/** The reference of every wire. */
async function loadReference(publicOrigin: string): Promise<readonly WireReference[]> {
  let reference = read.get(publicOrigin);
  if (reference === undefined) {
    reference = readPublishedFile('public/openapi.yaml', publicOrigin).then((text) => toReference(Document.parse(parse(text))));
    read.set(publicOrigin, reference);
    reference.catch(() => read.delete(publicOrigin));
  }
  return reference;
}

/** What there is a reference of, in the order of the document. */
export const listWires = async (publicOrigin: string): Promise<readonly WireSummary[]> =>
  (await loadReference(publicOrigin)).map(({ wire, title, words, endpoints }) => ({ wire, title, words, endpoints }));

/** The reference of one wire, null where there is none of this name. */
export const findWireReference = async (publicOrigin: string, wire: string): Promise<WireReference | null> => (await loadReference(publicOrigin)).find((each) => each.wire === wire) ?? null;

/** A document of ours as what its pages show. */
export function toReference(document: Document): readonly WireReference[] {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })));
  const headings = new Map(document.tags.map((tag) => [tag.name, tag['x-display-name']]));
  return document['x-tagGroups'].map((group) => {
    const groups = group.tags.map((tag): GroupView => {
      const title = headings.get(tag) ?? tag;
      const own = operations.filter(({ operation }) => operation.tags[0] === tag).map((each) => toOperation(document, each));
      return { title, anchor: title.toLowerCase().replace(/[^a-z0-9]+/g, '-'), operations: own };
    });
    const wire = group['x-wire'];
    const errorSchema = document.components.schemas[`${wire.charAt(0).toUpperCase()}${wire.slice(1)}Error`];
    return {
      wire, title: group.name, words: group.description, groups, error: errorSchema ? toFields(errorSchema) : [],
      endpoints: groups.reduce((sum, { operations: own }) => sum + own.length, 0),
    };
  });
}

type Found = { readonly path: string; readonly method: string; readonly operation: Operation };

function toOperation(document: Document, { path, method, operation }: Found): OperationView {
  const parameters = operation.parameters.map((each) => ('$ref' in each ? resolve(document, each.$ref) : each));
  const curlParameters = parameters.map(({ name, in: where, required, schema }) => ({ name, where, required, values: Array.isArray(schema.enum) ? schema.enum.map(String) : [] }));
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    details: operation.description ?? null,
    credentials: operation.security.map((kinds) => toCredential(document, kinds)),
    parameters: parameters.map(toParameter),
    body: operation.requestBody ? toBody(operation.requestBody) : null,
    answers: Object.entries(operation.responses).flatMap(([status, response]) => ('$ref' in response ? [] : [toAnswer(status, response)])),
    curl: toCurl({ origin: document.servers[0].url, method, path, operation, parameters: curlParameters }),
  };
}

function resolve(document: Document, ref: string): Parameter {
  const found = document.components.parameters[ref.replace('#/components/parameters/', '')];
  invariant(found, `${ref} is in the document`);
  return found;
}

function toCredential(document: Document, kinds: Readonly<Record<string, readonly string[]>>): string {
  const [first] = Object.entries(kinds);
  if (!first) return 'Anyone.';
  const [name, scopes] = first;
  const words = document.components.securitySchemes[name]?.description ?? name;
  return scopes.length > 0 ? `${words} It needs the permission ${scopes.join(', ')}.` : words;
}

const toParameter = ({ name, in: where, required, description, schema }: Parameter): ParameterView => ({ name, where, required, type: typeOf(schema), words: description ?? null });

function toBody({ required, content }: { readonly required: boolean; readonly content: Content }): OperationView['body'] {
  const [first] = Object.values(content);
  return { mediaTypes: Object.keys(content), required, shapes: first ? toShapes(first.schema) : [] };
}

/** The fields of an error are told once for its wire. */
function toAnswer(status: string, { description, content = {} }: { readonly description: string; readonly content?: Content }): AnswerView {
  const [first] = Object.entries(content);
  const [mediaType, { schema }] = first ?? [null, { schema: {} }];
  return { status, words: description, mediaType, fields: '$ref' in schema ? [] : toFields(schema) };
}
