import type { FailureRenderer } from '@/lib/http/failure';
import { html, respondHtml } from './html';

/** Whoever comes here is a person: a page that says what is wrong. */
export const renderFailure: FailureRenderer = ({ status, message, headers }) =>
  respondHtml({ status, title: status === 404 ? 'There is nothing here' : 'This did not work', main: html`<p>${message}</p>`, headers });
