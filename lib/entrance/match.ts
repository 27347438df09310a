import type { Endpoint, Method, Params } from '@/lib/http/endpoint';

/** The endpoints of one path, by method. */
export type Methods = ReadonlyMap<Method, Endpoint>;
export type Match = { readonly methods: Methods; readonly params: Params };

type Node = { readonly literal: Map<string, Node>; param: { name: string; node: Node } | null; methods: Map<Method, Endpoint> | null };
const createNode = (): Node => ({ literal: new Map(), param: null, methods: null });

/**
 * Finds the endpoints of a raw path. A literal segment wins over a parameter, and a parameter takes exactly one segment that is not
 * empty. Throws at once when two endpoints claim one method of one path, or one segment goes by two names (Next forbids that too).
 */
export function createMatcher(endpoints: readonly Endpoint[]): (path: string) => Match | null {
  const root = createNode();
  for (const endpoint of endpoints) insert(root, endpoint);
  return (path) => {
    const params: Record<string, string> = {};
    try {
      const methods = find(root, path.slice(1).split('/'), 0, params);
      return methods && { methods, params };
    } catch (error) {
      if (error instanceof URIError) return null; // a percent sign that encodes nothing
      throw error;
    }
  };
}

function insert(root: Node, endpoint: Endpoint): void {
  let node = root;
  for (const segment of endpoint.path.slice(1).split('/')) {
    const name = /^\[(\w+)\]$/.exec(segment)?.[1];
    node = name === undefined ? literalChild(node, segment, endpoint.path) : paramChild(node, name, endpoint.path);
  }
  node.methods ??= new Map();
  if (node.methods.has(endpoint.method)) throw new Error(`two endpoints for ${endpoint.method} ${endpoint.path}`);
  node.methods.set(endpoint.method, endpoint);
}

function literalChild(node: Node, segment: string, path: string): Node {
  if (/[[\]]/.test(segment)) throw new Error(`a segment is a literal or one parameter: ${path}`);
  const child = node.literal.get(segment) ?? createNode();
  node.literal.set(segment, child);
  return child;
}

function paramChild(node: Node, name: string, path: string): Node {
  node.param ??= { name, node: createNode() };
  if (node.param.name !== name) throw new Error(`one segment has two names, ${node.param.name} and ${name}: ${path}`);
  return node.param.node;
}

function find(node: Node, segments: readonly string[], index: number, params: Record<string, string>): Methods | null {
  const segment = segments[index];
  if (segment === undefined) return node.methods;
  const child = node.literal.get(segment);
  const found = child && find(child, segments, index + 1, params);
  if (found || !node.param || segment === '') return found ?? null;
  const behind = find(node.param.node, segments, index + 1, params);
  if (behind) params[node.param.name] = decodeURIComponent(segment);
  return behind;
}

/** What Allow says of a path: its methods, HEAD where there is GET, and OPTIONS. */
export function allowedMethods(methods: Methods): string {
  return [...methods.keys(), ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'].toSorted().join(', ');
}
