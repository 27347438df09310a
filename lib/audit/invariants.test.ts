import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// docs/invariants.md names files and tests. A name that does not exist, or whose test is skipped, fails here.

const page = readFileSync('docs/invariants.md', 'utf8');
const lines = page.split('\n');
const NAMED_TEST = /^- `([^`]+\.(?:test|spec)\.tsx?)`: "(.+)"$/;
const NAMED_FILE = /^- `([^`]+)`: /;

const named = lines.flatMap((line) => {
  const [, file, name] = NAMED_TEST.exec(line) ?? [];
  return file && name ? [{ file, name }] : [];
});

type Found = { readonly name: string; readonly skipped: boolean };
const SKIPS = ['skip', 'todo', 'fixme', 'fails', 'skipIf', 'runIf'];

/** The tests of a file as its code names them: `it('...')`, `test(`...`)`, `it.each(...)('...')`, within whatever describes. */
function testsOf(source: string): Found[] {
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
function testsIn(file: string): Found[] {
  const known = cache.get(file) ?? testsOf(readFileSync(file, 'utf8'));
  cache.set(file, known);
  return known;
}

describe('docs/invariants.md', () => {
  it('has the ten invariants, each with where it is enforced and with tests', () => {
    const sections = page.split(/^## /m).slice(1);
    expect(sections.map((section) => section.slice(0, section.indexOf('.')))).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    for (const section of sections) {
      expect(section).toMatch(/\nEnforced:\n- `/);
      expect(section).toMatch(/\nTests:\n- `.+`: "/);
    }
  });

  it('names no test in a way that this check would not see', () => {
    const underTests = lines.filter((line) => /^- `[^`]+\.(test|spec)\./.test(line));
    expect(underTests).toHaveLength(named.length);
    expect(named.length).toBeGreaterThan(40);
  });

  it.each(lines.flatMap((line) => NAMED_FILE.exec(line)?.[1] ?? []))('names a file that exists: %s', (file) => {
    expect(existsSync(file)).toBe(true);
  });

  it.each(named.map(({ file, name }) => [file, name]))('%s has the test "%s", and runs it', (file, name) => {
    const tests = testsIn(file).filter((test) => test.name === name);
    expect(tests).not.toEqual([]);
    expect(tests.filter((test) => test.skipped)).toEqual([]);
  });
});

describe('the reading of test files', () => {
  it.each([
    [`it('a', () => 1)`, [{ name: 'a', skipped: false }]],
    [`describe('x', () => { it.each([1])("b %s", f) })`, [{ name: 'b %s', skipped: false }]],
    ['test(`c ${d}`, f)', [{ name: 'c ${d}', skipped: false }]],
    [`it.skip('a', f); it.todo('b'); it.skip.each([1])('c', f)`, [{ name: 'a', skipped: true }, { name: 'b', skipped: true }, { name: 'c', skipped: true }]],
    [`describe.skip('x', () => { it('a', f) })`, [{ name: 'a', skipped: true }]],
    [`test('a', async () => { test.skip(true) })`, [{ name: 'a', skipped: true }]],
    [`// it('a', f)`, []],
  ])('%s', (source, expected) => expect(testsOf(source)).toEqual(expected));
});
