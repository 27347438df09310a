import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { ACP_VERSIONS, BEFORE_2026_04_17, IN_2026_04_17, SINCE_2025_12_12, SINCE_2026_01_30 } from './acp-words';
import { testsOf } from './named-tests';

/** The lists of versions, by their names in code and in docs/acp-checks.md. */
const LISTS: Readonly<Record<string, { readonly words: string; readonly versions: readonly string[] }>> = {
  ACP_VERSIONS: { words: 'all', versions: ACP_VERSIONS },
  SINCE_2025_12_12: { words: 'since 2025-12-12', versions: SINCE_2025_12_12 },
  SINCE_2026_01_30: { words: 'since 2026-01-30', versions: SINCE_2026_01_30 },
  BEFORE_2026_04_17: { words: 'before 2026-04-17', versions: BEFORE_2026_04_17 },
  IN_2026_04_17: { words: '2026-04-17', versions: IN_2026_04_17 },
};

export const versionsOfWords = (words: string): readonly string[] | undefined => Object.values(LISTS).find((list) => list.words === words)?.versions;

export type AcpTest = { readonly number: number; readonly assertion: string; readonly versions: readonly string[]; readonly skipped: boolean };

const NAME = /^acp (\d+) \[\$\{version\}\] (.+)$/;

/** The tests of a file's text that stand in a loop over versions and are named for an assertion: test(`acp 13 [${version}] ...`). */
export function acpTestsOf(source: string): AcpTest[] {
  const found: AcpTest[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isForOfStatement(node) && ts.isIdentifier(node.expression)) {
      const versions = LISTS[node.expression.text]?.versions;
      for (const { name, skipped } of versions ? testsOf(node.statement.getText()) : []) {
        const [, number, assertion] = NAME.exec(name) ?? [];
        if (number && assertion && versions) found.push({ number: Number(number), assertion, versions, skipped });
      }
    } else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('tests.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

export const acpTestsIn = (file: string): AcpTest[] => acpTestsOf(readFileSync(file, 'utf8'));
