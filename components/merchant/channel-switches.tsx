'use client';

import { useState } from 'react';
import { CheckField } from '@/components/ui/field';
import type { Channel, Channels } from '@/lib/merchant';
import { consoleWords } from './console-words';
import { SaveOutcome } from './save-outcome';
import { useSave } from './use-save';

/** A switch for each wire that the store sells over; it holds from the next request on. */
export function ChannelSwitches({ locale, channels }: { locale: 'en' | 'fr'; channels: Channels }) {
  const words = consoleWords(locale);
  const [shown, setShown] = useState(channels);
  const { pending, outcome, save } = useSave(words);

  async function change(channel: Channel, isOpen: boolean) {
    setShown({ ...shown, [channel]: isOpen });
    if (!(await save('PATCH', '/merchant/channels', { [channel]: isOpen }))) setShown(shown);
  }

  return (
    <div className="flex max-w-[60ch] flex-col gap-4">
      <p className="text-muted">{words.channels.lead}</p>
      {(Object.keys(shown) as Channel[]).map((channel) => {
        const [label, hint] = words.channels.of[channel];
        return <CheckField key={channel} label={label} hint={hint} checked={shown[channel]} disabled={pending} onChange={({ target }) => void change(channel, target.checked)} />;
      })}
      <SaveOutcome outcome={outcome} words={words} />
    </div>
  );
}
