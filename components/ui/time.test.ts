import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Time } from './time';

it('writes an instant in the language of its page, and in UTC until a browser has taken over', () => {
  const at = new Date('2026-11-27T23:30:00Z');
  const shown = (props: object) => renderToStaticMarkup(createElement(Time, { at, ...props }));
  expect(shown({ locale: 'fr' })).toMatch(/datetime="2026-11-27T23:30:00.000Z".*>27 nov\. 2026.*23:30 UTC</i);
  expect(shown({ dateOnly: true })).toMatch(/>Nov\.? 27, 2026</);
});
