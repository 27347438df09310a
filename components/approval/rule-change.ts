import { call } from '@/components/client/http';
import { signWithPasskey, type RequestOptions } from '@/components/client/passkey';

type Request = { readonly publicKey: RequestOptions; readonly confirm_url: string };

/** Has a change of rules drafted, at the endpoint that knows which. Nothing changes yet. */
export async function requestChange(path: string): Promise<{ ok: true; request: Request } | { ok: false; message: string }> {
  const asked = await call('POST', path, {});
  if (asked.ok || asked.status !== 428) return { ok: false, message: asked.ok ? 'That did not work.' : asked.message };
  return { ok: true, request: asked.data as Request };
}

/** Signs and applies it. Null when it is done, else what to tell. */
export async function confirmRuleChange({ publicKey, confirm_url: path }: Request): Promise<string | null> {
  const signed = await signWithPasskey(publicKey);
  if (!signed.ok) return 'Your passkey was not used for the rule, so it did not change.';
  const confirmed = await call('POST', path, { assertion: signed.response });
  return confirmed.ok ? null : confirmed.message;
}
