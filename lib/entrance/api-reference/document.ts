import { z } from 'zod';

// What of our own OpenAPI document the reference reads. The document is checked whole when it is made.

export type Schema = Readonly<Record<string, unknown>>;
const Schema: z.ZodType<Schema> = z.record(z.string(), z.unknown());

const Parameter = z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean().default(false), description: z.string().optional(), schema: Schema });
const Content = z.record(z.string(), z.object({ schema: Schema, example: z.unknown().optional() }));
const Response = z.union([z.object({ $ref: z.string() }), z.object({ description: z.string(), content: Content.optional() })]);

const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.tuple([z.string()]),
  'x-wire': z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.union([z.object({ $ref: z.string() }), Parameter])),
  requestBody: z.object({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(z.string(), Response),
});

export const Document = z.object({
  servers: z.tuple([z.object({ url: z.string() })]),
  tags: z.array(z.object({ name: z.string(), 'x-display-name': z.string() })),
  'x-tagGroups': z.array(z.object({ 'x-wire': z.string(), name: z.string(), description: z.string(), tags: z.array(z.string()) })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    securitySchemes: z.record(z.string(), z.object({ description: z.string() })),
    parameters: z.record(z.string(), Parameter),
    schemas: z.record(z.string(), Schema),
  }),
});

export type Document = z.output<typeof Document>;
export type Operation = z.output<typeof Operation>;
export type Parameter = z.output<typeof Parameter>;
export type Content = z.output<typeof Content>;
