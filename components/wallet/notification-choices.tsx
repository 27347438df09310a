'use client';

import { useState } from 'react';
import { call } from '@/components/client/http';
import { Notice } from '@/components/ui/notice';
import type { NotificationChoices as Choices } from '@/lib/notification';

type Event = keyof Choices;
type Channel = keyof Choices[Event];

const EVENTS: readonly { event: Event; name: string; text: string }[] = [
  { event: 'step_up', name: 'Approvals', text: 'An agent asks for more than it may spend alone.' },
  { event: 'purchase', name: 'Purchases', text: 'An agent bought something.' },
  { event: 'agent_connected', name: 'New agents', text: 'An agent may act for you from now on.' },
  { event: 'security', name: 'Security', text: 'Your passkeys are being replaced, or your agents were stopped.' },
];
const CHANNELS: readonly { channel: Channel; name: string }[] = [
  { channel: 'push', name: 'Devices' },
  { channel: 'email', name: 'Email' },
];

/** Mails about security cannot be switched off. */
const isFixed = (event: Event, channel: Channel): boolean => event === 'security' && channel === 'email';

/** What is told where: each box is saved as it is ticked. */
export function NotificationChoices({ choices }: { choices: Choices }) {
  const [current, setCurrent] = useState(choices);
  const [failure, setFailure] = useState<string | null>(null);

  async function choose(event: Event, channel: Channel, enabled: boolean): Promise<void> {
    const before = current;
    setCurrent({ ...before, [event]: { ...before[event], [channel]: enabled } });
    const answer = await call<{ events: Choices }>('PATCH', '/api/agent/v1/wallet/notifications', { events: { [event]: { [channel]: enabled } } });
    setCurrent(answer.ok ? answer.data.events : before);
    setFailure(answer.ok ? null : answer.message);
  }

  return (
    <>
      <div className="overflow-hidden rounded-card border border-border bg-surface">
        <table className="w-full text-left">
          <caption className="sr-only">What you are told of, and where</caption>
          <thead className="text-[13px]/5 text-muted">
            <tr>
              <th scope="col" className="px-4 py-2 font-normal sm:px-5">
                Tell me of
              </th>
              {CHANNELS.map(({ channel, name }) => (
                <th key={channel} scope="col" className="w-20 px-2 py-2 text-center font-normal">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {EVENTS.map(({ event, name, text }) => (
              <tr key={event} className="border-t border-border">
                <th scope="row" className="px-4 py-3 font-normal sm:px-5">
                  <span className="block font-medium">{name}</span>
                  <span className="block text-[13px]/5 text-muted">{text}</span>
                </th>
                {CHANNELS.map(({ channel, name: where }) => (
                  <td key={channel} className="px-2 text-center">
                    <label className="inline-flex size-12 items-center justify-center">
                      <span className="sr-only">{`${name} by ${where.toLowerCase()}`}</span>
                      <input
                        type="checkbox"
                        className="size-5 accent-(--accent) sm:size-4"
                        checked={current[event][channel]}
                        disabled={isFixed(event, channel)}
                        onChange={({ currentTarget }) => void choose(event, channel, currentTarget.checked)}
                      />
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-2 text-[13px]/5 text-muted">Mails about security cannot be switched off.</p>
      {failure ? (
        <Notice tone="danger" live className="mt-3">
          {failure}
        </Notice>
      ) : null}
    </>
  );
}
