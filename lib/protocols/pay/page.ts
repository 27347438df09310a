import { html, Html, respondHtml, type HtmlPage } from '@/lib/http/html';

export type PayPage = Omit<HtmlPage, 'banner' | 'style' | 'theme'> & { readonly request: Request; /** Left out where no merchant is known. */ readonly merchantName?: string };

/** A page of the simulator's hosted checkout. Its posts say where they come from: the answer's own policy would blank that. */
export const respondPage = ({ request, merchantName = 'Payment', headers, ...page }: PayPage): Response =>
  respondHtml({
    ...page,
    banner: html`<p class="banner">${merchantName} <span>simulated payment</span></p>`,
    style: STYLE,
    theme: themeOf(request),
    headers: { 'referrer-policy': 'same-origin', 'cache-control': 'no-store', ...headers },
  });

/** As components/ui/theme-select.tsx keeps it. */
function themeOf(request: Request): HtmlPage['theme'] {
  const [, theme] = /(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(request.headers.get('cookie') ?? '') ?? [];
  return theme === 'light' || theme === 'dark' ? theme : undefined;
}

const STYLE = new Html(`
main { max-width: 480px; }
h1 { font-size: 16px; line-height: 24px; font-weight: 400; color: var(--muted); margin: 0; }
.amount { margin: 0 0 4px; font-size: 44px; line-height: 52px; font-weight: 600; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.until { color: var(--muted); font-size: 13px; line-height: 20px; }
ul { list-style: none; margin: 0; padding: 12px 0; border-top: 1px solid var(--border); font-size: 14px; line-height: 20px; }
li { display: flex; gap: 16px; padding: 2px 0; }
li span { flex: 1; min-width: 0; overflow-wrap: anywhere; }
li b { font-weight: 400; font-variant-numeric: tabular-nums; }
dl { margin-bottom: 24px; }
dt:last-of-type, dd:last-of-type { color: var(--fg); font-weight: 600; }
form { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
form > * { grid-column: 1 / -1; }
form > .half { grid-column: auto; }
form p { margin: 0; }
button { margin: 8px 0 0; height: 52px; border-radius: 14px; }
.refused { margin: 0 0 16px; padding: 12px; border-radius: 8px; background: var(--danger-tint); color: var(--danger); font-size: 14px; line-height: 20px; font-weight: 600; }
input[type='text'] { font: 16px/24px system-ui, sans-serif; letter-spacing: 0; font-variant-numeric: tabular-nums; }
input[aria-invalid] { border-color: var(--danger); }
.away { margin: 16px 0 0; text-align: center; font-size: 14px; line-height: 20px; }
a { color: var(--accent); }
.away a { display: inline-block; padding: 8px; }
.note b { font-size: 13px; letter-spacing: 0; white-space: nowrap; }
`);
