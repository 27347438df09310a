import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A schema as OpenAPI 3.1 takes it (JSON Schema 2020-12). What only code can check is left out: it narrows what is written here. */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return rest;
}
