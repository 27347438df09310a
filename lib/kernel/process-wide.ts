/**
 * One value per process, however often a module was bundled. Next builds its pages and its route handlers as two graphs and
 * our server is a third, so a module-level pool would be three pools. Everything with state is made here.
 */
export function processWide<T>(name: string, make: () => T): T {
  const store = globalThis as unknown as Record<symbol, unknown>;
  const key = Symbol.for(`countersign:${name}`);
  return (store[key] ??= make()) as T;
}
