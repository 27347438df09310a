/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  devIndicators: false,
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  // Loaded from node_modules by both entrances, so that each exists once per process.
  serverExternalPackages: ['pg', 'pino', 'prom-client', 'undici', 'web-push', '@modelcontextprotocol/server', '@prisma/client', '@prisma/adapter-pg',
    '@opentelemetry/api', '@opentelemetry/core', '@opentelemetry/exporter-trace-otlp-http', '@opentelemetry/resources', '@opentelemetry/sdk-trace-node'],
  images: { unoptimized: true },
  // A page is loaded when it is first asked for. Loading all of them at the start took half of its time, most of it for routes that this server answers itself.
  experimental: { preloadEntriesOnStart: false },
  // `npm test` checks types on its own; `npm start` need not wait for it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
