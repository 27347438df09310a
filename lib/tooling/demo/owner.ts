import { z } from 'zod';
import { callJson } from './http';

const Statement = z.object({
  entries: z.array(z.object({ amount: z.string(), currency: z.string(), merchant: z.string(), agent: z.string().nullable(), kind: z.string(), at: z.string() })),
});

/** The owner's bank statement, read as the owner: a sign-in with email and password through the site's own sign-in, then one call. */
export async function readStatement(baseUrl: string, owner: { email: string; password: string }): Promise<z.infer<typeof Statement>['entries']> {
  const csrf = await fetch(`${baseUrl}/api/auth/csrf`);
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  const signIn = await fetch(`${baseUrl}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookiesOf(csrf), origin: baseUrl },
    body: new URLSearchParams({ csrfToken, ...owner }).toString(),
  });
  const { body } = await callJson(`${baseUrl}/api/bank/statement`, Statement, { headers: { cookie: cookiesOf(signIn) } });
  return body.entries;
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
