import { capture } from './prepare.mjs';

// The architecture as a failing check: .dependency-cruiser.cjs says who may import whom. It fails as well when the tool saw nothing,
// which is how it behaves with a compiler that it does not know.

type Report = {
  summary: {
    totalCruised: number;
    violations: { from: string; to: string; rule: { name: string; severity: string }; cycle?: { name: string }[] }[];
  };
  modules: { source: string }[];
};

const { status, output } = await capture(process.execPath, [
  'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'app', 'components', 'lib',
]);
const report = parseReport(output);
if (report === null) {
  console.error(`dependency-cruiser failed (exit ${status}):\n${output}`);
  process.exit(1);
}
const { totalCruised, violations } = report.summary;
const errors = violations.filter(({ rule }) => rule.severity === 'error');
for (const { from, to, rule, cycle } of errors) console.error(`${rule.name}: ${from} -> ${cycle ? cycle.map(({ name }) => name).join(' -> ') : to}`);
const ours = report.modules.filter(({ source }) => /^(app|components|lib)\/.*\.tsx?$/.test(source)).length;
if (ours === 0) console.error('No TypeScript module was cruised: the check saw nothing.');
console.log(`${totalCruised} modules, ${ours} of ours, ${errors.length} violations`);
process.exit(errors.length === 0 && ours > 0 ? 0 : 1);

function parseReport(text: string): Report | null {
  try {
    return JSON.parse(text.slice(text.indexOf('{'))) as Report;
  } catch {
    return null;
  }
}
