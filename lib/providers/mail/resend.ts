import { z } from 'zod';
import { traceOutbound } from '@/lib/http/trace-outbound';
import { Unavailable, Undeliverable, type MailPort } from '@/lib/ports';
import { toLetter, withoutAddresses } from './letter';

/** `apiBase` null: Resend itself. */
export type ResendConfig = { readonly from: string; readonly apiKey: string; readonly apiBase: string | null };

const TIMEOUT_MS = 15_000;

/** What is wrong with the mail itself stays wrong; all else (the key, the quota, Resend) may be mended. */
const FOR_GOOD: readonly number[] = [400, 413, 422];

const Refusal = z.object({ name: z.string(), message: z.string() });

/** Hands mails to Resend's API. A key that it has seen within 24 hours is the same mail, sent once. */
export function resendMail({ from, apiKey, apiBase }: ResendConfig): MailPort {
  const url = new URL('/emails', apiBase ?? 'https://api.resend.com');
  return {
    async send(_ctx, mail, key) {
      const { recipient, subject, text, html } = toLetter(mail);
      const answer = await post(url, apiKey, key, { from, to: [recipient], subject, text, html });
      if (answer.ok) return;
      const refusal = Refusal.safeParse(answer.body);
      const said = refusal.success ? `${refusal.data.name}: ${withoutAddresses(refusal.data.message)}` : 'no reason given';
      const words = `Resend answered ${answer.status} (${said})`;
      const isForGood = FOR_GOOD.includes(answer.status) || (answer.status === 409 && refusal.data?.name === 'invalid_idempotent_request');
      throw isForGood ? new Undeliverable(words) : new Unavailable(words);
    },
  };
}

async function post(url: URL, apiKey: string, key: string, letter: object): Promise<{ ok: boolean; status: number; body: unknown }> {
  try {
    const ask = (traceHeaders: Readonly<Record<string, string>>) => fetch(url, {
      method: 'POST',
      headers: { ...traceHeaders, authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': key, 'user-agent': 'Countersign' },
      body: JSON.stringify(letter),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const response = await traceOutbound({ method: 'POST', url }, ask, ({ status }) => status);
    return { ok: response.ok, status: response.status, body: await response.json().catch(() => null) };
  } catch (error) {
    throw new Unavailable(`Resend did not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
}
