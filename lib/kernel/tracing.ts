import { processWide } from './process-wide';

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** What a span is of: a call that came in, one that goes out, or work of ours. `headers` of a call that came in may name the trace that it is part of. */
export type SpanStart = { readonly name: string; readonly kind: 'server' | 'client' | 'internal'; readonly attributes: SpanAttributes; readonly headers?: Headers };

/** A span that is under way. */
export type OpenSpan = {
  readonly traceId: string;
  /** What passes the trace on to whoever is called within it (W3C Trace Context). */
  readonly headers: Readonly<Record<string, string>>;
  readonly set: (attributes: SpanAttributes) => void;
  /** It did not go well: a status or a code, never a text that may hold what was asked. */
  readonly fail: (type: string) => void;
};

export type Tracing = {
  /** Whether the caller works within a span. */
  readonly isUnderWay: () => boolean;
  /** Does the work in a span, which ends with it. What it throws is thrown on, and told by its name. */
  readonly span: <T>(start: SpanStart, work: (span: OpenSpan) => Promise<T>) => Promise<T>;
};

/** Of this process: null unless OTEL_EXPORTER_OTLP_ENDPOINT is set (ADR 0053), and then nothing of it is loaded. */
export const tracing = processWide('tracing', (): { current: Tracing | null } => ({ current: null }));

/** Work of ours within a call that is traced; otherwise it is just done. */
export function traced<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> {
  const { current } = tracing;
  return current?.isUnderWay() ? current.span({ name, kind: 'internal', attributes }, work) : work();
}
