import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span, TextMapGetter, TextMapSetter } from '@opentelemetry/api';
import type { TracingConfig } from '@/lib/env';
import { tracing, type OpenSpan, type SpanStart } from '@/lib/kernel/tracing';
import type { Log } from '@/lib/ports';

/** A batch that no collector takes within this is lost: well under the time that a process has to stop (DRAIN_SECONDS). */
const EXPORT_MS = 3_000;

const READER: TextMapGetter<Headers> = { get: (headers, name) => headers.get(name) ?? undefined, keys: (headers) => [...headers.keys()] };
const WRITER: TextMapSetter<Record<string, string>> = { set: (headers, name, value) => void (headers[name] = value) };

/**
 * Sends spans over OTLP/HTTP from now on, and answers how to end that: what is waiting is sent. Sampler and batches are as the SDK reads them from its
 * own variables (OTEL_TRACES_SAMPLER, OTEL_BSP_...). Nothing is registered for the whole process: Next would trace its pages itself, with the
 * queries of their addresses, in which links of mails carry secrets.
 */
export async function startTracing({ tracesUrl, headers, serviceName }: TracingConfig, log: Log): Promise<() => Promise<void>> {
  const [api, { W3CTraceContextPropagator }, { OTLPTraceExporter }, { defaultResource, detectResources, envDetector, resourceFromAttributes }, { BatchSpanProcessor, NodeTracerProvider }] = await Promise.all([
    import('@opentelemetry/api'), import('@opentelemetry/core'), import('@opentelemetry/exporter-trace-otlp-http'), import('@opentelemetry/resources'), import('@opentelemetry/sdk-trace-node'),
  ]);
  const { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api;
  const tell = (message: string): void => log.warn({ said: message }, 'tracing');
  diag.setLogger({ error: tell, warn: tell, info: () => undefined, debug: () => undefined, verbose: () => undefined }, DiagLogLevel.WARN);

  const resource = defaultResource().merge(detectResources({ detectors: [envDetector] })).merge(resourceFromAttributes({ 'service.name': serviceName }));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: tracesUrl, headers: { ...headers }, timeoutMillis: EXPORT_MS }))] });
  const tracer = provider.getTracer('countersign');
  const propagator = new W3CTraceContextPropagator();
  const active = new AsyncLocalStorage<Context>();
  const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };

  const parentOf = ({ headers: given }: SpanStart): Context =>
    given === undefined ? (active.getStore() ?? ROOT_CONTEXT) : propagator.extract(active.getStore() ?? ROOT_CONTEXT, given, READER);

  const toOpen = (span: Span, within: Context): OpenSpan => ({
    traceId: span.spanContext().traceId,
    get headers() {
      const passedOn: Record<string, string> = {};
      propagator.inject(within, passedOn, WRITER);
      return passedOn;
    },
    set: (attributes) => void span.setAttributes(attributes),
    fail: (type) => void span.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR }),
  });

  tracing.current = {
    isUnderWay: () => active.getStore() !== undefined,
    span: (start, work) => {
      const span = tracer.startSpan(start.name, { kind: kinds[start.kind], attributes: start.attributes }, parentOf(start));
      const within = trace.setSpan(parentOf(start), span);
      const open = toOpen(span, within);
      return active.run(within, () => work(open)).catch((error: unknown) => {
        open.fail(error instanceof Error ? error.name : 'unknown');
        throw error;
      }).finally(() => span.end());
    },
  };
  return async () => {
    tracing.current = null;
    await provider.shutdown();
  };
}
