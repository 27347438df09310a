import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GUIDES } from '@/lib/protocols/platform';
import type { GeneratedFile } from '../generated-file';
import { FILE_ORIGIN } from '../openapi/document';
import { wires } from '../openapi/wires';

// What language models read of us: llms.txt, an index (llmstxt.org), and llms-full.md, the guides themselves.

type Guide = { readonly name: string; readonly source: string; readonly text: string };

/** The guides in the order of GUIDES. */
const readGuides = (): readonly Guide[] =>
  Object.entries(GUIDES).map(([name, { file }]) => ({ name, source: path.join('docs', file), text: readFileSync(path.join('docs', file), 'utf8') }));

const isMarkdown = ({ name }: Guide): boolean => name.endsWith('.md');

/** The first heading, and the first sentence after it. */
export function describe(text: string): { readonly title: string; readonly lead: string } {
  const title = /^# (.+)$/m.exec(text)?.[1];
  const paragraph = /^# .+\n+([^#\n][^\n]*(?:\n[^\n]+)*)/m.exec(text)?.[1]?.replace(/\n/g, ' ').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  const lead = paragraph === undefined ? undefined : (/^.*?[.:](?= |$)/.exec(paragraph)?.[0] ?? paragraph).replace(/:$/, '.');
  if (title === undefined || lead === undefined) throw new Error(`a guide begins with a heading and a sentence: ${text.slice(0, 80)}`);
  return { title, lead };
}

const INTRODUCTION = `# Countersign

> Agents buy. Humans countersign. One server where merchants sell to AI agents over ACP, MCP, SACP and a storefront API, and where people keep their agents on a leash: spending limits that hold, passkey approvals bound to the exact cart, and a signed record of every purchase.

Order from a merchant with nothing but HTTP: read the guide for agents. Amounts are minor units, except in SACP, where they are decimals. Never compute with floating point.`;

function toIndex(guides: readonly Guide[]): string {
  const link = (title: string, address: string, words: string): string => `- [${title}](${FILE_ORIGIN}${address}): ${words}`;
  const guideLinks = guides.map((guide) => {
    const { title, lead } = isMarkdown(guide) ? describe(guide.text) : { title: 'Example agent', lead: 'Orders and pays, in plain Node, without a package.' };
    return link(title, `/docs/guides/${guide.name}`, lead);
  });
  const pages = Object.entries(wires).map(([wire, { title, words }]) => link(title, `/docs/api/${wire}`, words));
  return [
    INTRODUCTION,
    ['## Guides', '', ...guideLinks].join('\n'),
    ['## API', '', link('OpenAPI 3.1', '/v1/openapi.yaml', 'Every endpoint with its schemas, for code generators and validators.'), ...pages].join('\n'),
    [
      '## Optional', '',
      link('All guides in one file', '/llms-full.txt', 'What is listed under Guides, one after another.'),
      link('How an agent buys in five calls', '/docs', 'With a wallet, over ACP, as commands to paste.'),
      link('ACP, version by version', '/docs/acp', 'A platform pays with its buyer’s card, in each version.'),
    ].join('\n'),
  ].join('\n\n').concat('\n');
}

const toBundle = (guides: readonly Guide[]): string =>
  [`${INTRODUCTION}\n`, ...guides.map((guide) => `<!-- source: ${guide.source} -->\n\n${isMarkdown(guide) ? guide.text : `\`\`\`js\n${guide.text}\`\`\`\n`}\n<!-- end of ${guide.source} -->\n`)].join('\n');

/** Both files as the guides stand. */
export function currentBundle(): readonly GeneratedFile[] {
  const guides = readGuides();
  return [{ path: 'docs/public/llms.txt', content: toIndex(guides) }, { path: 'docs/public/llms-full.md', content: toBundle(guides) }];
}
