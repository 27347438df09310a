import type { Operation } from './document';

/** The credential of the first kind that an operation takes, as curl sends it; what stands after a dollar sign is the reader's. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  merchantKey: `-H "Authorization: Bearer $API_KEY"`,
  agentToken: `-H "Authorization: Bearer $TOKEN"`,
  operatorKey: `-H "Authorization: Bearer $OPERATOR_KEY"`,
  partnerKey: `-H "Authorization: Bearer $PARTNER_KEY"`,
  ownerSession: `-b "$COOKIE"`,
  merchantSession: `-b "$COOKIE"`,
  oauthClient: `-u "$CLIENT_ID:$CLIENT_SECRET"`,
};

type Parameter = { readonly name: string; readonly where: 'path' | 'query' | 'header'; readonly required: boolean; readonly values: readonly string[] };

type Call = { readonly origin: string; readonly method: string; readonly path: string; readonly operation: Operation; readonly parameters: readonly Parameter[] };

/** A command that makes the call. */
export function toCurl({ origin, method, path, operation, parameters }: Call): string {
  const url = `${origin}${path.replace(/\{(\w+)\}/g, (_whole, name: string) => `$${name.toUpperCase()}`)}`;
  const query = parameters.filter((each) => each.where === 'query' && each.required).map(({ name }) => `${name}=$${name.toUpperCase()}`);
  const kinds = operation.security.flatMap((each) => Object.keys(each));
  const credential = kinds[0] === undefined ? [] : [CREDENTIALS[kinds[0]] ?? ''];
  const headers = parameters.filter((each) => each.where === 'header' && each.required).map(toHeader);
  const own = kinds[0]?.endsWith('Session') === true && method !== 'GET' ? [`-H "Origin: ${origin}"`] : [];
  return [
    `curl -s${method === 'GET' || (method === 'POST' && operation.requestBody) ? '' : ` -X ${method}`} "${url}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
    ...credential, ...own, ...headers, ...toBody(operation),
  ].join(' \\\n  ');
}

const toHeader = ({ name, values }: Parameter): string => `-H "${name}: ${values[0] ?? HEADER_VALUES[name] ?? '...'}"`;

const HEADER_VALUES: Readonly<Record<string, string>> = { 'Idempotency-Key': '$(uuidgen)', Accept: 'application/json, text/event-stream' };

function toBody({ requestBody }: Operation): readonly string[] {
  const [first] = Object.entries(requestBody?.content ?? {});
  if (!first) return [];
  const [type, { example }] = first;
  if (typeof example !== 'object' || example === null) return [];
  if (type === 'application/x-www-form-urlencoded') return Object.entries(example).map(([name, value]) => `-d '${name}=${String(value)}'`);
  return [`-H "Content-Type: ${type}"`, `-d '${JSON.stringify(example, null, 2).replaceAll("'", `'\\''`)}'`];
}
