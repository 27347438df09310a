import type { z } from 'zod';
import type { Method } from './endpoint';

/** Schemas of one body in its versions or for its kinds of callers, by what tells them apart. */
export type Alternatives = Readonly<Record<string, z.ZodType>>;

/** One answer: in a word what it is, or that and its schema. */
export type AnswerDoc =
  | string
  | {
      readonly words: string;
      /** What the body holds. Left out: a JSON object that the words describe. */
      readonly schema?: z.ZodType;
      /** Where it is not JSON. */
      readonly mediaType?: string;
    };

/**
 * What an endpoint takes and answers, for the OpenAPI document (ADR 0038). `body` and `query` are the very schemas that the handler parses
 * with: a test calls each handler and sees that it does. What an endpoint is beside that (path parameters, credentials, the wire's headers
 * and errors) is known from the route table.
 */
export type EndpointDoc = {
  /** A line: what it does. */
  readonly summary: string;
  /** What else a caller must know. */
  readonly details?: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType | Alternatives;
  /** Where it is not JSON alone. */
  readonly bodyTypes?: readonly string[];
  /** The request may come without a body. */
  readonly bodyOptional?: boolean;
  /** Takes an Idempotency-Key. */
  readonly key?: 'required' | 'optional';
  /** By status. What is not listed is an error in the wire's own shape. */
  readonly answers: Readonly<Record<number, AnswerDoc>>;
  /** A body that the schema takes, where that of the tests (e2e/fixtures/world.ts) is made to be refused. */
  readonly example?: object;
};

/** By `METHOD path`, as the route table spells it. */
export type Docs = Readonly<Record<`${Method} /${string}`, EndpointDoc>>;

/** A header that endpoints of a wire take beside the credential. */
export type HeaderDoc = {
  readonly name: string;
  readonly words: string;
  readonly required: boolean;
  readonly values?: readonly string[];
  /** Left out: on every endpoint of the wire. */
  readonly on?: (endpoint: `${Method} /${string}`) => boolean;
};

/** All that a wire says of itself. Its folder's `docs.ts` exports one, by the name `docs`. */
export type WireDoc = {
  /** Heading of its page. */
  readonly title: string;
  readonly words: string;
  /** The body of every error of the wire: what its renderFailure writes. */
  readonly error: { readonly schema: z.ZodType; readonly mediaType?: string };
  readonly headers?: readonly HeaderDoc[];
  /** By heading, in the order of the page. */
  readonly groups: Readonly<Record<string, Docs>>;
  /** Endpoints that are not for callers of the API, each with the reason. */
  readonly undocumented?: Readonly<Record<`${Method} /${string}`, string>>;
};
