import { call } from './http';
import { signWithPasskey, type RequestOptions } from './passkey';

/**
 * Changes what an owner decides. What widens is answered with 428 and what a passkey is to sign; the server then applies the change
 * itself at `path`/confirm. Null when it is done, else what to tell.
 */
export async function changeWithPasskey(path: string, change: object, method: 'PATCH' | 'POST' | 'DELETE' = 'PATCH'): Promise<string | null> {
  const asked = await call(method, path, method === 'DELETE' ? undefined : change);
  if (asked.ok) return null;
  if (asked.status !== 428) return asked.message;
  const { publicKey } = asked.data as { publicKey: RequestOptions };
  const signed = await signWithPasskey(publicKey);
  if (!signed.ok) return 'Your passkey was not used, so nothing changed.';
  const confirmed = await call('POST', `${path}/confirm`, { assertion: signed.response });
  return confirmed.ok ? null : confirmed.message;
}
