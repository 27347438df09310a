import { randomBytes } from 'node:crypto';

/** Text that is HTML already. Everything else that goes into `html` is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

type Part = string | Html | readonly Html[];

export const NOTHING = new Html('');

export const html = (parts: TemplateStringsArray, ...values: readonly Part[]): Html =>
  new Html(parts.map((part, index) => part + fill(values[index])).join(''));

const fill = (value: Part | undefined): string => {
  if (value === undefined) return '';
  if (typeof value === 'string') return escape(value);
  return value instanceof Html ? value.text : value.map(({ text }) => text).join('');
};

export type HtmlPage = {
  readonly status?: number;
  readonly title: string;
  /** Stands above the title: whose page this is. */
  readonly banner: Html;
  readonly main: Html;
  /** Rules beside the common ones. */
  readonly style?: Html;
  /** The reader chose it; left out: as the system says. */
  readonly theme?: 'light' | 'dark';
  /** Where a form of the page leads, beside its own site. */
  readonly formTarget?: string;
  /** It stands in a hidden frame of someone else's page, and sends its one form by itself. */
  readonly isHiddenFrame?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A page of its own: no script, no picture, nothing from elsewhere; in light or dark. Not to be framed, but for what shows nothing. */
export function respondHtml({ status = 200, title, banner, main, style = NOTHING, theme, formTarget, isHiddenFrame = false, headers = {} }: HtmlPage): Response {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(isHiddenFrame ? [`script-src 'nonce-${nonce}'`] : []),
    `form-action 'self'${formTarget === undefined ? '' : ` ${new URL(formTarget).origin}`}`,
    "base-uri 'none'",
    `frame-ancestors ${isHiddenFrame ? '*' : "'none'"}`,
  ];
  const script = isHiddenFrame && formTarget !== undefined ? html`<script nonce="${nonce}">document.forms[0].submit()</script>` : NOTHING;
  const { text } = html`<!doctype html>
<html lang="en"${theme === undefined ? NOTHING : html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style nonce="${nonce}">${STYLE}${style}</style>
</head>
<body>
<main>
${banner}
<h1>${title}</h1>
${main}
</main>
${script}
</body>
</html>
`;
  return new Response(text, { status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy.join('; '), ...headers } });
}

const DARK = `color-scheme: dark; --bg: oklch(0.165 0.008 258); --surface: oklch(0.203 0.01 258); --raised: oklch(0.248 0.011 258); --border: oklch(0.302 0.012 258);
  --strong: oklch(0.53 0.014 258); --fg: oklch(0.955 0.004 258); --muted: oklch(0.755 0.01 258); --accent: oklch(0.73 0.13 258); --accent-fg: oklch(0.18 0.03 262);
  --danger: oklch(0.74 0.145 24); --danger-tint: oklch(0.275 0.06 22);`;

// The colours are those of app/globals.css.
const STYLE = new Html(`
:root { color-scheme: light; --bg: oklch(0.982 0.002 258); --surface: oklch(1 0 0); --raised: oklch(0.962 0.003 258); --border: oklch(0.912 0.005 258);
  --strong: oklch(0.64 0.012 258); --fg: oklch(0.22 0.018 258); --muted: oklch(0.47 0.018 258); --accent: oklch(0.5 0.19 262); --accent-fg: oklch(1 0 0);
  --danger: oklch(0.5 0.185 27); --danger-tint: oklch(0.957 0.02 20); }
:root[data-theme='dark'] { ${DARK} }
@media (prefers-color-scheme: dark) { :root:not([data-theme]) { ${DARK} } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--bg); color: var(--fg); font: 16px/24px system-ui, sans-serif; }
main { max-width: 420px; margin: 0 auto; padding: 24px; background: var(--surface); border: 1px solid var(--border); border-radius: 12px; }
@media (min-width: 640px) { body { padding-top: 64px; } }
.banner { display: flex; justify-content: space-between; margin: 0 0 16px; padding-bottom: 16px; border-bottom: 1px solid var(--border); font-size: 13px; line-height: 20px; }
.banner span, .note, dt { color: var(--muted); }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; }
p { margin: 0 0 16px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0 0 16px; padding: 12px 0; border: solid var(--border); border-width: 1px 0; font-size: 14px; line-height: 20px; }
dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
label { display: block; margin-bottom: 4px; font-size: 13px; line-height: 20px; }
input[type='text'] { width: 100%; height: 48px; padding: 0 12px; border: 1px solid var(--strong); border-radius: 8px; background: var(--surface); color: var(--fg);
  font: 20px/28px ui-monospace, monospace; letter-spacing: 0.2em; }
button { width: 100%; height: 48px; margin-top: 12px; border: 1px solid var(--accent); border-radius: 8px; background: var(--accent); color: var(--accent-fg); font: 600 16px/24px system-ui, sans-serif; cursor: pointer; }
button.quiet { border-color: var(--strong); background: var(--surface); color: var(--fg); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.note { margin: 16px 0 0; padding: 12px; background: var(--raised); border-radius: 8px; font-size: 13px; line-height: 20px; }
.note b { color: var(--fg); font: 600 15px/20px ui-monospace, monospace; letter-spacing: 0.1em; }
.fault { margin: 8px 0 0; color: var(--danger); font-size: 14px; line-height: 20px; font-weight: 600; }
`);
