import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { METHODS, type Endpoint } from '@/lib/http/endpoint';
import { corsPolicy } from './cors';
import { createMatcher } from './match';
import { endpoints } from './routes';
import { wireOf } from './wire-prefixes';

const ROOT = path.resolve(import.meta.dirname, '../..');

type RouteFile = { readonly path: string; readonly exports: Readonly<Record<string, unknown>> };

/** Every route.ts of app/ but next-auth's, which only Next can load. Route groups are no part of a path. */
async function loadRouteFiles(): Promise<RouteFile[]> {
  const files = readdirSync(path.join(ROOT, 'app'), { recursive: true, encoding: 'utf8' }).filter((file) => path.basename(file) === 'route.ts');
  const loaded: RouteFile[] = [];
  for (const file of files) {
    const segments = path.dirname(file).split(path.sep).filter((segment) => !/^\(.*\)$/.test(segment));
    const routePath = `/${segments.join('/')}`;
    if (routePath === '/api/auth/[...nextauth]') continue;
    loaded.push({ path: routePath, exports: (await import(pathToFileURL(path.join(ROOT, 'app', file)).href)) as Record<string, unknown> });
  }
  return loaded;
}

const isCatchAll = ({ path }: RouteFile): boolean => path.includes('[...');
const nameOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): string => `${method} ${path}`;

describe('the route table', () => {
  it('and the route.ts files name the same methods on the same paths', async () => {
    const files = (await loadRouteFiles()).filter((file) => !isCatchAll(file));
    const inFiles = files.flatMap(({ path, exports }) => METHODS.filter((method) => method in exports).map((method) => `${method} ${path}`));
    expect(inFiles.toSorted()).toEqual(endpoints.map(nameOf).toSorted());
  });

  it('answers OPTIONS in Next too, on every path that pages of others may call', async () => {
    const files = await loadRouteFiles();
    const paths = new Set<string>(endpoints.filter((endpoint) => corsPolicy(endpoint) !== null).map(({ path }) => path));
    const missing = files.filter(({ path, exports }) => paths.has(path) && !('OPTIONS' in exports)).map(({ path }) => path);
    expect(missing, 'export const OPTIONS = preflightRoute(...the endpoints of the path)').toEqual([]);
  });

  it('is declared whole: credential, scope and tenant of every endpoint', () => {
    for (const endpoint of endpoints) {
      expect(endpoint.credentials.length, nameOf(endpoint)).toBeGreaterThan(0);
      expect(new Set(endpoint.credentials).size, nameOf(endpoint)).toBe(endpoint.credentials.length);
      expect(endpoint.scope === null || /^[a-z_]+$/.test(endpoint.scope), nameOf(endpoint)).toBe(true);
      expect(['none', 'credential', 'merchant', 'named_merchant', 'resource'], nameOf(endpoint)).toContain(endpoint.tenant);
    }
  });

  it('asks a permission of agents only where agents may come', () => {
    const pointless = endpoints.filter(({ scope, credentials }) => scope !== null && !credentials.includes('agent_token'));
    expect(pointless.map(nameOf)).toEqual([]);
  });

  it('takes a tenant from a credential only where one is required', () => {
    const contradictory = endpoints.filter(({ tenant, credentials }) => tenant === 'credential' && credentials.includes('none'));
    expect(contradictory.map(nameOf)).toEqual([]);
  });

  it('opens what only tests may have to the operator alone, under /testing', () => {
    for (const endpoint of endpoints) {
      expect(endpoint.testOnly === true, nameOf(endpoint)).toBe(endpoint.path.startsWith('/testing/'));
      if (endpoint.testOnly) expect(endpoint.credentials, nameOf(endpoint)).toEqual(['operator_key']);
    }
  });

  it('keeps every endpoint under a prefix of its own wire, so that its neighbours that do not exist answer in the same words', () => {
    for (const endpoint of endpoints) expect(wireOf(endpoint.path), nameOf(endpoint)).toBe(endpoint.wire);
  });

  it('has one endpoint for a method on a path, and one name for a segment', () => {
    expect(() => createMatcher(endpoints)).not.toThrow();
  });

  it('has a catch-all in app/ under the first segment of every path, so that Next answers 404 in the words of the wire too', async () => {
    const caught = new Set((await loadRouteFiles()).filter(isCatchAll).map(({ path }) => path.split('/')[1]));
    const missing = endpoints.filter(({ path }) => !caught.has(path.split('/')[1]));
    expect(missing.map(nameOf)).toEqual([]);
  });

  it('has one catch-all at a place: with two Next does not start', async () => {
    const places = (await loadRouteFiles()).filter(isCatchAll).map(({ path }) => path.replace(/\/\[+\.\.\..*$/, ''));
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  });
});
