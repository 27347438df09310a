/**
 * Scheme, host and port of every URL of ours, for where there is no Ctx to ask: proxy.ts, and answers that no handler gave.
 * lib/server/main.ts sets PUBLIC_BASE_URL from the parsed configuration.
 */
export const publicOrigin = (): string => new URL(process.env.PUBLIC_BASE_URL ?? `http://localhost:${process.env.PORT ?? '3000'}`).origin;

export const isSecureOrigin = (): boolean => publicOrigin().startsWith('https:');
