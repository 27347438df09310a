'use client';

import { call, tellIn, type Answer } from '@/components/client/http';
import { makePasskey, signWithPasskey, type CreationOptions, type RequestOptions } from '@/components/client/passkey';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { CheckField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { PasskeyView } from '@/lib/identity';
import { consoleWords, type ConsoleWords } from './console-words';

type Asked<Options> = { readonly ceremonyId: string; readonly publicKey: Options };
type Begun = ({ readonly step: 'create' } & Asked<CreationOptions>) | ({ readonly step: 'allow' } & Asked<RequestOptions>);

const PATH = '/merchant/passkeys';

/** Adds a passkey: a first one is made at once, any other is allowed by one that there is. Null when it was, else what to tell. */
async function addPasskey(words: ConsoleWords): Promise<string | null> {
  const begun = await call<Begun>('POST', PATH, {});
  if (!begun.ok) return tell(words, begun);
  const asked = begun.data.step === 'create' ? begun.data : await allow(words, begun.data);
  if (typeof asked === 'string') return asked;
  const made = await makePasskey(asked.publicKey);
  if (!made.ok) return made.reason === 'known' ? words.passkeys.known : words.passkeys.notMade;
  const finished = await call('POST', `${PATH}/finish`, { ceremonyId: asked.ceremonyId, attestation: made.response });
  return finished.ok ? null : tell(words, finished);
}

async function allow(words: ConsoleWords, { ceremonyId, publicKey }: Asked<RequestOptions>): Promise<Asked<CreationOptions> | string> {
  const signed = await signWithPasskey(publicKey);
  if (!signed.ok) return words.passkeys.notMade;
  const allowed = await call<Asked<CreationOptions>>('POST', `${PATH}/allow`, { ceremonyId, assertion: signed.response });
  return allowed.ok ? allowed.data : tell(words, allowed);
}

/** A sign-in that is too old is told by 403, as every 403 of these is. */
const tell = ({ passkeys, errors }: ConsoleWords, answer: Extract<Answer<unknown>, { ok: false }>): string => (answer.status === 403 ? passkeys.stale : tellIn(errors, answer));

/** What signs a person in beside the password: their passkeys, and whether one is asked each time. */
export function OwnPasskeys({ locale, passkeys, secondStep }: { locale: 'en' | 'fr'; passkeys: readonly PasskeyView[]; secondStep: boolean }) {
  const words = consoleWords(locale);
  const { pending, failure, run } = useAction();
  const send = (method: 'PATCH' | 'DELETE', path: string, body?: object) => run(async () => {
    const answer = await call(method, path, body);
    return answer.ok ? null : tell(words, answer);
  });

  return (
    <div className="space-y-4">
      <p className="max-w-[60ch] text-muted">{words.passkeys.lead}</p>
      {passkeys.length === 0 ? null : (
        <ul className="divide-y divide-border rounded-card border border-border bg-surface">
          {passkeys.map(({ id, createdAt, lastUsedAt }, index) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
              <div className="min-w-0">
                <p className="font-medium">{words.passkeys.name} {index + 1}</p>
                <p className="tabular text-[13px]/5 text-muted">{words.passkeys.added} <Time at={createdAt} locale={locale} dateOnly />{lastUsedAt ? <> · {words.passkeys.used} <Time at={lastUsedAt} locale={locale} /></> : null}</p>
              </div>
              <Button className="max-sm:w-full" aria-label={`${words.remove} ${words.passkeys.name} ${index + 1}`} pending={pending} onClick={() => void send('DELETE', `${PATH}/${encodeURIComponent(id)}`)}>{words.remove}</Button>
            </li>
          ))}
        </ul>
      )}
      {failure === null ? null : <Notice tone="danger" live>{failure}</Notice>}
      <Button className="max-sm:w-full" pending={pending} onClick={() => void run(() => addPasskey(words))}>{words.passkeys.add}</Button>
      <CheckField label={words.passkeys.secondStep} hint={words.passkeys.secondStepHint} checked={secondStep} disabled={pending || (passkeys.length < 2 && !secondStep)} onChange={({ target }) => void send('PATCH', PATH, { secondStep: target.checked })} />
    </div>
  );
}
