import { readFileSync } from 'node:fs';
import { describe as suite, expect, it } from 'vitest';
import { GUIDES } from '@/lib/protocols/platform';
import { currentBundle, describe } from './bundle';

suite('what models read', () => {
  const bundle = currentBundle();

  it.each(bundle.map(({ path, content }) => [path, content] as const))('%s lies in docs/public as the guides make it', (path, content) => {
    expect(readFileSync(path, 'utf8') === content, 'npm run llms').toBe(true);
  });

  it('names every guide in the index, and holds the text of each in the whole', () => {
    const [index, whole] = bundle.map(({ content }) => content);
    for (const [name, { file }] of Object.entries(GUIDES)) {
      expect(index).toContain(`/docs/guides/${name})`);
      expect(whole).toContain(readFileSync(`docs/${file}`, 'utf8').trim());
    }
  });

  it('tells a guide by its heading and first sentence, links without their addresses', () => {
    expect(describe('# Carts\n\nWhat [a cart](carts.md) is. More.\n')).toEqual({ title: 'Carts', lead: 'What a cart is.' });
    expect(() => describe('# Only a heading\n')).toThrow('a heading and a sentence');
  });
});
