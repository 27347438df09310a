import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeNamedTests } from '@/lib/testing/describe-named-tests';

// docs/conformance.md names the tests of what the orchestrator's text promises. A name that does not exist, or whose test is skipped, fails here.

const page = readFileSync('docs/conformance.md', 'utf8');
const sections = page.split(/^## /m).slice(1);
const titleOf = (section: string): string => section.slice(0, section.indexOf('\n'));

const ROWS = [
  'Cart and checkout', 'Payment lifecycle', 'Reservations', 'Reliability', 'Auth and multi-tenancy', 'Observability', 'Deployment', // Current Capabilities
  'Discovery', 'REST', 'A2A', 'AP2', // Standards Alignment
];
const SEED = '../shared/seeds/commerce-orchestrator.txt';

/** The points `• Title: what it says` of two lists of the text. */
function inSeed(text: string): string[] {
  const between = (from: string, to: string): string => text.slice(text.indexOf(from), text.indexOf(to));
  const lists = between('\nCurrent Capabilities\n', '\nAPI Surface (REST)\n') + text.slice(text.indexOf('\nStandards Alignment\n'));
  return [...lists.matchAll(/^\s*• (.+?): (.+)$/gm)].map(([, title, words]) => `${title}: ${words}`);
}

describe('docs/conformance.md', () => {
  it('has every point of the lists, in their order', () => expect(sections.map(titleOf)).toEqual(ROWS));

  it("has the words of the text, where that lies beside the tree", () => {
    if (!existsSync(SEED)) return;
    expect(sections.map((section) => `${titleOf(section)}: ${/^> (.+)$/m.exec(section)?.[1]}`)).toEqual(inSeed(readFileSync(SEED, 'utf8')));
  });

  it.each(sections.map((section) => [titleOf(section), section]))('%s has tests', (_title, section) => expect(section).toMatch(/\nTests:\n- `.+`: "/));

  describeNamedTests(page, { moreThan: 30 });
});
