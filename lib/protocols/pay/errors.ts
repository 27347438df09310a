import type { FailureRenderer } from '@/lib/http/failure';
import { html } from '@/lib/http/html';
import { respondPage } from './page';

/** Whoever comes here is a person: a page that says what is wrong. */
export const renderFailure: FailureRenderer = ({ status, message, headers }, request) =>
  respondPage({ request, status, title: status === 404 ? 'There is nothing here' : 'This did not work', main: html`<p>${message}</p>`, headers });
