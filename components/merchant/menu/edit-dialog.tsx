'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent, type ReactNode } from 'react';
import { call, tellIn } from '@/components/client/http';
import { Button, type ButtonVariant } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { consoleWords } from '../console-words';
import { menuWords } from './menu-words';

/** What a form comes to: a body to send, or what is wrong with it. */
export type Draft = { readonly body: object } | { readonly wrong: string };
/** One line of what somebody else saved, as it is shown after a conflict. */
export type Line = { readonly label: string; readonly value: string };

type Props = {
  readonly locale: 'en' | 'fr';
  readonly open: string;
  readonly openLabel?: string;
  readonly variant?: ButtonVariant;
  readonly title: string;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  /** Of what is edited; null for something new. */
  readonly revision: number | null;
  readonly draft: (form: FormData) => Draft;
  /** What is there after a conflict, out of what the server says of it. */
  readonly linesOf?: (current: Record<string, unknown>) => readonly Line[];
  /** Beside saving, such as archiving. Sends a change of its own. */
  readonly also?: { readonly label: string; readonly body: object };
  readonly children: ReactNode;
};

type Refused = { readonly message: string } | { readonly lines: readonly Line[] };

/**
 * A button that opens a form and saves it against the revision that was looked at. Where somebody else saved in between nothing is lost: what they saved
 * is shown beside what was typed here, and saving once more replaces it.
 */
export function EditDialog({ locale, open, openLabel, variant, title, method, path, revision, draft, linesOf, also, children }: Props) {
  const [words, menu] = [consoleWords(locale), menuWords(locale)];
  const router = useRouter();
  const [opened, setOpened] = useState(false);
  const [pending, setPending] = useState(false);
  const [seen, setSeen] = useState(revision);
  const [refused, setRefused] = useState<Refused | null>(null);

  const begin = (): void => {
    setSeen(revision);
    setRefused(null);
    setOpened(true);
  };
  async function send(body: object): Promise<void> {
    setPending(true);
    setRefused(null);
    const answer = await call(method, path, { ...body, ...(seen !== null && { revision: seen }) });
    setPending(false);
    if (answer.ok) {
      setOpened(false);
      return router.refresh();
    }
    const current = answer.code === 'REVISION_CONFLICT' ? currentOf(answer.data) : null;
    if (!current) return setRefused({ message: tellIn(words.errors, answer) });
    setSeen(current.revision);
    setRefused({ lines: linesOf?.(current) ?? [] });
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const made = draft(new FormData(event.currentTarget));
    if ('wrong' in made) setRefused({ message: made.wrong });
    else void send(made.body);
  };
  return (
    <>
      <Button variant={variant} aria-label={openLabel} onClick={begin}>{open}</Button>
      <Dialog open={opened} title={title} wide onClose={() => setOpened(false)}>
        {opened ? (
          <form onSubmit={submit} className="mt-3 space-y-4">
            {children}
            {refused ? (
              <Notice tone="danger" live>
                {'message' in refused ? refused.message : (
                  <>
                    <p>{menu.conflict}</p>
                    <ul className="mt-1">{refused.lines.map(({ label, value }) => <li key={label} className="wrap-anywhere"><span className="font-medium">{label}</span>: {value}</li>)}</ul>
                    <p className="mt-1">{menu.again}</p>
                  </>
                )}
              </Notice>
            ) : null}
            <div className="flex flex-wrap justify-end gap-2">
              {also ? <Button variant="danger-quiet" className="mr-auto" pending={pending} onClick={() => void send(also.body)}>{also.label}</Button> : null}
              <Button variant="quiet" onClick={() => setOpened(false)}>{words.cancel}</Button>
              <Button type="submit" variant="primary" pending={pending}>{words.save}</Button>
            </div>
          </form>
        ) : null}
      </Dialog>
    </>
  );
}

/** `details.current` of a refusal. */
function currentOf(data: unknown): (Record<string, unknown> & { revision: number }) | null {
  const details = typeof data === 'object' && data !== null && 'details' in data ? data.details : null;
  const current = typeof details === 'object' && details !== null && 'current' in details ? details.current : null;
  return typeof current === 'object' && current !== null && 'revision' in current && typeof current.revision === 'number' ? { ...current, revision: current.revision } : null;
}
