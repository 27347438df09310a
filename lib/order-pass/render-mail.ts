import type { PassLanguage } from './types';

/** A part of a mail. `fact` stands out; `rows` are words with an amount at their end. */
export type MailPart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'fact'; readonly label: string; readonly value: string }
  | { readonly kind: 'rows'; readonly rows: readonly { readonly name: string; readonly amount: string }[] }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** A label before what it says, as each language writes it. */
export const labelled = (language: PassLanguage, label: string, value: string): string => `${label}${language === 'fr' ? '\u00a0' : ''}: ${value}`;

/** Plain text: a link stands on a line of its own, in full. */
export const renderText = (language: PassLanguage, parts: readonly MailPart[]): string => parts.map((part) => textOf(language, part)).join('\n\n');

function textOf(language: PassLanguage, part: MailPart): string {
  switch (part.kind) {
    case 'words':
      return part.text;
    case 'fact':
      return labelled(language, part.label, part.value);
    case 'rows': {
      const width = Math.max(...part.rows.map(({ name }) => name.length));
      return part.rows.map(({ name, amount }) => `${name.padEnd(width)}  ${amount}`).join('\n');
    }
    case 'link':
      return `${labelled(language, part.label, '').trimEnd()}\n${part.url}`;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** The same as simple HTML, without scripts, pictures or style sheets. */
export const renderHtml = (language: PassLanguage, title: string, parts: readonly MailPart[]): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>` +
  `<body style="margin:24px auto;max-width:560px;padding:0 16px;font:16px/24px system-ui,sans-serif;color:#1a1d23">${parts.map(htmlOf).join('')}</body></html>`;

function htmlOf(part: MailPart): string {
  switch (part.kind) {
    case 'words':
      return `<p>${escapeHtml(part.text)}</p>`;
    case 'fact':
      return `<p><span style="color:#5b616b">${escapeHtml(part.label)}</span><br><strong style="font-size:20px;line-height:28px">${escapeHtml(part.value)}</strong></p>`;
    case 'rows':
      return `<table style="width:100%;border-collapse:collapse">${part.rows.map(rowOf).join('')}</table>`;
    case 'link':
      return `<p><a href="${escapeHtml(part.url)}" style="color:#2f4fd8">${escapeHtml(part.label)}</a></p>`;
  }
}

const rowOf = ({ name, amount }: { name: string; amount: string }): string =>
  `<tr><td style="padding:4px 0;border-bottom:1px solid #e3e5e9">${escapeHtml(name)}</td>` +
  `<td style="padding:4px 0;border-bottom:1px solid #e3e5e9;text-align:right;white-space:nowrap">${escapeHtml(amount)}</td></tr>`;
