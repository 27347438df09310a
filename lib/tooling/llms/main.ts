import { writeOrCheck } from '../generated-file';
import { currentBundle } from './bundle';

// npm run llms [-- --check]: docs/public/llms.txt and llms-full.md, from the guides.

process.exit(writeOrCheck(currentBundle(), { check: process.argv.includes('--check'), command: 'npm run llms' }));
