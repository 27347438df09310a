import { dependencies, lint, runSteps, summarize, types, unit } from './suites';

// `npm run check`: what is worth asking before every commit, in less than two minutes.

process.exit(summarize(await runSteps([[[types, dependencies], [lint, unit]]])));
