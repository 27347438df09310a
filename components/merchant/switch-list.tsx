'use client';

import { useState } from 'react';
import { CheckField } from '@/components/ui/field';
import { consoleWords } from './console-words';
import { SaveOutcome } from './save-outcome';
import { useSave } from './use-save';

type Props<K extends string> = {
  readonly locale: 'en' | 'fr';
  /** Takes `{[key]: boolean}` by PATCH. */
  readonly path: string;
  readonly lead: string;
  /** Label and hint of each. */
  readonly labels: Readonly<Record<K, readonly [string, string]>>;
  readonly values: Readonly<Record<K, boolean>>;
};

/** Switches that are saved one by one as they are touched. */
export function SwitchList<K extends string>({ locale, path, lead, labels, values }: Props<K>) {
  const words = consoleWords(locale);
  const [shown, setShown] = useState(values);
  const { pending, outcome, save } = useSave(words);

  async function change(key: K, isOn: boolean) {
    setShown({ ...shown, [key]: isOn });
    if (!(await save('PATCH', path, { [key]: isOn }))) setShown(shown);
  }

  return (
    <div className="flex max-w-[60ch] flex-col gap-4">
      <p className="text-muted">{lead}</p>
      {(Object.keys(shown) as K[]).map((key) => {
        const [label, hint] = labels[key];
        return <CheckField key={key} label={label} hint={hint} checked={shown[key]} disabled={pending} onChange={({ target }) => void change(key, target.checked)} />;
      })}
      <SaveOutcome outcome={outcome} words={words} />
    </div>
  );
}
