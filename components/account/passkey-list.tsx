'use client';

import { useState, type FormEvent } from 'react';
import { changeWithPasskey } from '@/components/client/confirmed-change';
import { act } from '@/components/client/http';
import { useAction } from '@/components/client/use-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import type { PasskeyView } from '@/lib/identity';

/** What an owner's passkeys are called, since when there are, and how to name or remove one. */
export const PasskeyList = ({ passkeys }: { passkeys: readonly PasskeyView[] }) => (
  <ul className="divide-y divide-border rounded-card border border-border bg-surface">
    {passkeys.map((passkey) => (
      <PasskeyRow key={passkey.id} passkey={passkey} removable={passkeys.length > 1} />
    ))}
  </ul>
);

const syncs = ({ syncable }: PasskeyView): string | null => (syncable === null ? null : syncable ? 'Syncs between your devices' : 'Stays on one device');

function PasskeyRow({ passkey, removable }: { passkey: PasskeyView; removable: boolean }) {
  const { pending, failure, run } = useAction();
  const [asking, setAsking] = useState<'name' | 'remove' | null>(null);
  const path = `/api/account/passkeys/${encodeURIComponent(passkey.id)}`;

  async function rename(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const label = String(new FormData(event.currentTarget).get('label'));
    setAsking(null);
    await run(() => act('PATCH', path, { label }));
  }

  async function remove(): Promise<void> {
    setAsking(null);
    await run(() => changeWithPasskey(path, {}, 'DELETE'));
  }

  return (
    <li className="px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className="font-medium wrap-anywhere">{passkey.label}</p>
          <p className="tabular text-[13px]/5 text-muted">
            Added <Time at={passkey.createdAt} dateOnly />
            {' · '}
            {passkey.lastUsedAt ? (
              <>
                Last used <Time at={passkey.lastUsedAt} />
              </>
            ) : (
              'Never used to sign'
            )}
            {syncs(passkey) ? ` · ${syncs(passkey)}` : null}
          </p>
        </div>
        <div className="flex gap-2 max-sm:w-full max-sm:*:flex-1">
          <Button disabled={pending} aria-label={`Rename ${passkey.label}`} onClick={() => setAsking('name')}>
            Rename
          </Button>
          {removable ? (
            <Button variant="danger" pending={pending} aria-label={`Remove ${passkey.label}`} onClick={() => setAsking('remove')}>
              Remove
            </Button>
          ) : null}
        </div>
      </div>
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
      <Dialog open={asking === 'name'} title="Name this passkey" onClose={() => setAsking(null)}>
        <form onSubmit={(event) => void rename(event)} className="mt-3 space-y-5">
          <Field label="Name" name="label" defaultValue={passkey.label} maxLength={40} required hint="The device that it is on, say." />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(null)}>Cancel</Button>
            <Button type="submit" variant="primary">
              Save name
            </Button>
          </div>
        </form>
      </Dialog>
      <Dialog open={asking === 'remove'} title={`Remove ${passkey.label}?`} onClose={() => setAsking(null)}>
        <p className="mt-1 text-muted">It signs nothing from then on. Another of your passkeys has to confirm it, and every other browser is signed out.</p>
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setAsking(null)}>Keep it</Button>
          <Button variant="danger" onClick={() => void remove()}>
            Remove with passkey
          </Button>
        </div>
      </Dialog>
    </li>
  );
}
