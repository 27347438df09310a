import { z } from 'zod';
import { findUrlFault } from '@/lib/http/outbound-url';
import { html } from '@/lib/http/html';
import { respondPage } from './page';

/** EMV 3-D Secure, 3DS Method Data: who asks, and where the browser goes when it was looked at. */
const MethodData = z.object({ threeDSServerTransID: z.string().optional(), threeDSMethodNotificationURL: z.string().optional() });

/** What the form said, or null when it is none that can be read. An absent one says nothing. */
export function readMethodData(field: string | null): z.output<typeof MethodData> | null {
  if (field === null) return {};
  try {
    return MethodData.safeParse(JSON.parse(Buffer.from(field, 'base64url').toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Stands in a hidden frame: the browser has been looked at, and says so to whoever embedded it, if that is where a browser may be sent. */
export function methodPage(serverTransactionId: string, notificationUrl: string | undefined, settings: { readonly testMode: boolean }): Response {
  if (notificationUrl === undefined || findUrlFault(notificationUrl, settings.testMode) !== null) return respondPage({ title: 'Browser check', main: DONE, isHiddenFrame: true });
  const data = Buffer.from(JSON.stringify({ threeDSServerTransID: serverTransactionId })).toString('base64url');
  const form = html`<form method="post" action="${notificationUrl}"><input type="hidden" name="threeDSMethodData" value="${data}"><button>Continue</button></form>`;
  return respondPage({ title: 'Browser check', main: form, formTarget: notificationUrl, isHiddenFrame: true });
}

const DONE = html`<p>Your bank has looked at this browser. There is nothing for you to do.</p>`;
