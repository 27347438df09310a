import { writeOrCheck } from '../generated-file';
import { currentYaml, OPENAPI_FILE } from './current';

// npm run openapi [-- --check]: the OpenAPI document of every endpoint.

process.exit(writeOrCheck([{ path: OPENAPI_FILE, content: currentYaml() }], { check: process.argv.includes('--check'), command: 'npm run openapi' }));
