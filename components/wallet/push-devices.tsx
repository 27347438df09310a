'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ownFingerprint, readPushState, removeDevice, turnOn, type PushState } from '@/components/client/push';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { PushDevice } from '@/lib/notification';

/** What this browser is, beside the list; null until it was asked. */
function useThisBrowser(devices: readonly PushDevice[]) {
  const [own, setOwn] = useState<{ state: PushState; fingerprint: string | null } | null>(null);
  useEffect(() => {
    let gone = false;
    void Promise.all([readPushState(devices.map(({ fingerprint }) => fingerprint)), ownFingerprint()]).then(([state, fingerprint]) => {
      if (!gone) setOwn({ state, fingerprint });
    });
    return () => {
      gone = true;
    };
  }, [devices]);
  return own;
}

/** The devices that are told, this one first of all: on, off, or why it cannot be. */
export function PushDevices({ devices, applicationServerKey }: { devices: readonly PushDevice[]; applicationServerKey: string }) {
  const router = useRouter();
  const own = useThisBrowser(devices);
  const [pending, setPending] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function run(what: string, work: () => Promise<string | null>): Promise<void> {
    setPending(what);
    const message = await work();
    setPending(null);
    setFailure(message);
    if (message === null) router.refresh();
  }

  const add =
    own?.state === 'off' ? (
      <Button variant="primary" className="max-sm:w-full" pending={pending === 'on'} onClick={() => void run('on', () => turnOn(applicationServerKey))}>
        Notify me on this device
      </Button>
    ) : null;
  return (
    <>
      <OwnState state={own?.state ?? null} />
      {devices.length > 0 ? (
        <ul className="divide-y divide-border rounded-card border border-border bg-surface">
          {devices.map((device) => (
            <li key={device.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-x-2 font-medium wrap-anywhere">
                  {device.label}
                  {device.fingerprint === own?.fingerprint ? <StatusPill tone="success">This device</StatusPill> : null}
                </p>
                <p className="tabular text-[13px]/5 text-muted">
                  Added <Time at={device.createdAt} dateOnly />
                  {' · '}
                  {device.lastDeliveredAt ? (
                    <>
                      Last reached <Time at={device.lastDeliveredAt} />
                    </>
                  ) : (
                    'Not yet reached'
                  )}
                </p>
              </div>
              <Button
                aria-label={`Remove ${device.label}`}
                pending={pending === device.id}
                onClick={() => void run(device.id, () => removeDevice(device))}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState action={add}>No device is told yet.</EmptyState>
      )}
      {devices.length > 0 && add ? <div className="mt-4">{add}</div> : null}
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
    </>
  );
}

function OwnState({ state }: { state: PushState | null }) {
  if (state === 'denied') {
    return (
      <Notice tone="warning" title="This browser blocks our notifications" className="mb-3">
        Allow them in its settings for this site, then come back.
      </Notice>
    );
  }
  if (state === 'unsupported') {
    return (
      <Notice title="This browser cannot be notified" className="mb-3">
        On an iPhone or iPad, add Countersign to the home screen first and open it from there. It also needs a secure address (https).
      </Notice>
    );
  }
  return null;
}
