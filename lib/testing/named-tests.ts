import { readFileSync } from 'node:fs';
import ts from 'typescript';

// Pages of docs/ name tests, one a line: - `path/to/file.test.ts`: "the test's name". What they name must exist and run.

const NAMED_TEST = /^- `([^`]+\.(?:test|spec)\.tsx?)`: "(.+)"$/;

/** The tests that a page names. */
export const namedTests = (page: string): { file: string; name: string }[] =>
  page.split('\n').flatMap((line) => {
    const [, file, name] = NAMED_TEST.exec(line) ?? [];
    return file && name ? [{ file, name }] : [];
  });

export type Found = { readonly name: string; readonly skipped: boolean };
const SKIPS = ['skip', 'todo', 'fixme', 'fails', 'skipIf', 'runIf'];

/** The tests of a file's text as its code names them: `it('...')`, `test(`...`)`, `it.each(...)('...')`, within whatever describes. */
export function testsOf(source: string): Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node, skippedAbove: boolean): void => {
    let skipped = skippedAbove;
    if (ts.isCallExpression(node)) {
      const [called = '', ...modifiers] = chain(node.expression);
      if (['it', 'test', 'describe'].includes(called)) {
        skipped ||= modifiers.some((modifier) => SKIPS.includes(modifier));
        const [title, ...rest] = node.arguments;
        const name = title && textOf(title);
        if (name !== undefined && called !== 'describe') found.push({ name, skipped: skipped || rest.some(skipsItself) });
      }
    }
    ts.forEachChild(node, (child) => visit(child, skipped));
  };
  visit(ts.createSourceFile('tests.ts', source, ts.ScriptTarget.Latest, true), false);
  return found;
}

/** it.skip.each(...) -> ['it', 'skip', 'each'] */
function chain(expression: ts.Expression): string[] {
  if (ts.isIdentifier(expression)) return [expression.text];
  if (ts.isPropertyAccessExpression(expression)) return [...chain(expression.expression), expression.name.text];
  if (ts.isCallExpression(expression)) return chain(expression.expression);
  if (ts.isTaggedTemplateExpression(expression)) return chain(expression.tag);
  return [];
}

function textOf(title: ts.Expression): string | undefined {
  if (ts.isStringLiteral(title) || ts.isNoSubstitutionTemplateLiteral(title)) return title.text;
  return ts.isTemplateExpression(title) ? title.getText().slice(1, -1) : undefined;
}

/** A body that calls test.skip() or the like when it runs. */
const skipsItself = (body: ts.Node): boolean => /\b(?:test|it|ctx|context)\.(?:skip|fixme)\(/.test(body.getText());

const cache = new Map<string, Found[]>();
/** The tests of a file. */
export function testsIn(file: string): Found[] {
  const known = cache.get(file) ?? testsOf(readFileSync(file, 'utf8'));
  cache.set(file, known);
  return known;
}
