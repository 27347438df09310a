import { forgetKitchen } from '@/components/kitchen/kept-board';

/** next-auth's own endpoints, called as its documentation says: a CSRF token first, then a form. */
async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-auth-return-redirect': '1' },
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: '/' }),
  });
}

export type SignInOutcome = 'signed_in' | 'refused' | 'throttled' | 'unreachable';

/** Opens a session with an email and a password, or with the one-time ticket that a passkey or a sign-up earned. */
export async function signIn(credentials: { email: string; password: string } | { ticket: string }): Promise<SignInOutcome> {
  try {
    const response = await post('/api/auth/callback/credentials', credentials);
    if (response.status === 429) return 'throttled';
    const { url } = (await response.json()) as { url?: string };
    if (url === undefined) return 'refused';
    const answer = new URL(url, window.location.origin).searchParams;
    if (answer.get('code') === 'rate_limited') return 'throttled';
    return response.ok && !answer.has('error') ? 'signed_in' : 'refused';
  } catch {
    return 'unreachable';
  }
}

/** Ends the session. False when the server could not be reached. */
export async function signOut(): Promise<boolean> {
  try {
    const { ok } = await post('/api/auth/signout', {});
    if (ok) await forgetKitchen();
    return ok;
  } catch {
    return false;
  }
}
