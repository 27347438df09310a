import { html, respondHtml, type HtmlPage } from '@/lib/http/html';

/** A page of the bank. */
export const respondPage = (page: Omit<HtmlPage, 'banner'>): Response => respondHtml({ ...page, banner: html`<p class="banner">Card issuer <span>simulated</span></p>` });
