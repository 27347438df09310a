import type { Schema } from './document';
import type { FieldView, ShapeView } from './types';

const MAX_DEPTH = 8;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const schemas = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);

/** The fields of a JSON schema, those of nested objects and lists below the field they are in. */
export function toFields(schema: Schema, depth = 0): readonly FieldView[] {
  if (depth >= MAX_DEPTH) return [];
  const required = texts(schema.required);
  const own = Object.entries(isSchema(schema.properties) ? schema.properties : {}).flatMap(([name, inner]): FieldView[] => {
    if (!isSchema(inner)) return [];
    const field = { name, depth, type: typeOf(inner), required: required.includes(name), words: typeof inner.description === 'string' ? inner.description : null };
    return [field, ...toFields(nestedOf(inner), depth + 1)];
  });
  return own.length > 0 ? own : alternativesOf(schema).flatMap((each) => toFields(nestedOf(each), depth));
}

/** A body as the shapes that it may have. */
export function toShapes(schema: Schema): readonly ShapeView[] {
  const titled = alternativesOf(schema).filter(({ title }) => typeof title === 'string');
  return (titled.length > 0 ? titled : [schema]).map((each) => ({ title: typeof each.title === 'string' ? each.title : null, type: typeOf(each), fields: toFields(nestedOf(each)) }));
}

const alternativesOf = ({ anyOf, oneOf }: Schema): readonly Schema[] => [...schemas(anyOf), ...schemas(oneOf)];

/** What the fields of a value are in: itself, or, of a list, its entries. */
const nestedOf = (schema: Schema): Schema => (isSchema(schema.items) ? nestedOf(schema.items) : schema);

/** In words: `text, at most 200 characters`. */
export function typeOf(schema: Schema): string {
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0) return [...new Set(alternatives.map(typeOf))].join(' or ');
  if (schema.type === 'array') return isSchema(schema.items) ? `list of ${typeOf(schema.items)}${limits(schema, 'Items', 'entries')}` : 'list';
  const names = Array.isArray(schema.type) ? texts(schema.type) : [schema.type];
  const name = names.map((each) => NAMES[String(each)] ?? 'anything').join(' or ');
  return `${name}${toFormat(schema)}${limits(schema, 'Length', 'characters')}${toRange(schema)}`;
}

const NAMES: Readonly<Record<string, string>> = { string: 'text', number: 'number', integer: 'whole number', boolean: 'true or false', object: 'object', null: 'null' };

/** A format has its own pattern beside it, which says no more. */
function toFormat({ format, pattern }: Schema): string {
  if (typeof format === 'string') return ` (${format})`;
  return typeof pattern === 'string' ? ` (${pattern})` : '';
}

function limits(schema: Schema, of: 'Items' | 'Length', unit: string): string {
  const [least, most] = [schema[`min${of}`], schema[`max${of}`]];
  if (typeof least === 'number' && typeof most === 'number') return `, ${least} to ${most} ${unit}`;
  if (typeof most === 'number') return `, at most ${most} ${unit}`;
  return typeof least === 'number' && least > 0 ? `, at least ${least} ${unit}` : '';
}

/** The bounds of what a double holds are no bounds. */
function toRange({ minimum, maximum }: Schema): string {
  const [least, most] = [minimum, maximum].map((bound) => (typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : null));
  if (least != null && most != null) return `, ${least} to ${most}`;
  if (most != null) return `, at most ${most}`;
  return least == null ? '' : `, at least ${least}`;
}
