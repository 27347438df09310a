import { getRequestListener } from '@hono/node-server';

/**
 * The adapter's light Response, for our bundle alone: writing out a native one costs about 100 us on Node 20, this one about 10. The
 * package offers it only by replacing the globals of the whole process, Next's included; so it is taken once and the globals are put
 * back. The build injects this module, and `Response` in lib/ then means this class in our server and the platform's inside Next.
 * Should a later version work otherwise, `Light` is the native class and only speed is lost.
 */
const NAMES = ['Request', 'Response'] as const;
const native = NAMES.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
const NativeResponse = globalThis.Response;
getRequestListener(() => new NativeResponse());
const Light = globalThis.Response;
for (const [index, name] of NAMES.entries()) Object.defineProperty(globalThis, name, native[index] ?? {});

export { Light as Response };
