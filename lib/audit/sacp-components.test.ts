import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeNamedTests } from '@/lib/testing/describe-named-tests';

// docs/sacp-components.md names the tests of each row of SACP's component tables. A name that does not exist, or whose test is skipped, fails here.

const page = readFileSync('docs/sacp-components.md', 'utf8');
/** The rows of the seed's tables, by component. */
const ROWS = {
  SSIM: ['UCP Discovery', 'Agent Session API', 'Schema.org Markup', 'MCP Server', 'Webhook Notifications', 'Multi-store UCP'],
  WSIM: ['Agent Registration', 'Payment Token API', 'Spending Limits', 'Step-Up Auth', 'Mandate Signing', 'Agent Dashboard', 'Intent Mandates'],
  NSIM: ['Agent Context', 'Payment Mandate', 'Agent Risk Scoring'],
  BSIM: ['Agent Flag', 'Agent Policies'],
};
const SEED = '../shared/seeds/sacp-simtoolbox.txt';

describe('docs/sacp-components.md', () => {
  const sections = page.split(/^## /m).slice(1);

  it('has every row of the tables, in their order', () => {
    const titles = Object.entries(ROWS).flatMap(([component, rows]) => rows.map((row) => `${component}: ${row}`));
    expect(sections.map((section) => section.slice(0, section.indexOf('\n')))).toEqual(titles);
  });

  it("has the rows of the seed's own text, where that lies beside the tree", () => {
    if (!existsSync(SEED)) return;
    const inSeed = [...readFileSync(SEED, 'utf8').matchAll(/^\| P\d \| (.+?) \| (.+?) \|$/gm)].map(([, title, text]) => `${title}: ${text}`);
    expect(sections.map((section) => `${/: (.+)/.exec(section)?.[1]}: ${/^> (.+)$/m.exec(section)?.[1]}`)).toEqual(inSeed);
  });

  it.each(sections.map((section) => [section.slice(0, section.indexOf('\n')), section]))('%s has tests, or says what it waits for', (_title, section) => {
    expect(section).toMatch(/\nTests:\n- `.+`: "|\nNot yet:\n- /);
  });

  describeNamedTests(page, { moreThan: 25 });
});
