import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { z } from 'zod';
import { sampleBody } from '@/e2e/fixtures/world';
import { endpoints } from '@/lib/entrance/routes';
import { buildDocument, type ExampleOf, type OpenApi } from './document';
import { exampleWorld } from './example-world';
import { wires } from './wires';

export const OPENAPI_FILE = 'docs/public/openapi.yaml';

/** The body that the tests send. */
export const exampleOf: ExampleOf = (endpoint) => (endpoint.method === 'GET' || endpoint.method === 'DELETE' ? null : sampleBody(exampleWorld, endpoint));

/** The document of the code as it stands. */
export function currentDocument(): OpenApi {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));
  return buildDocument({ endpoints, wires, exampleOf, version });
}

const HEADING = '# Made by `npm run openapi` from the route table and the schemas that handlers parse with. Do not edit.\n';

/** The same as it lies in docs/public. */
export const currentYaml = (): string => HEADING + stringify(currentDocument(), { lineWidth: 0, aliasDuplicateObjects: false });
