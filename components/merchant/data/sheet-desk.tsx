'use client';

import { useState, type ChangeEvent } from 'react';
import { call, tellIn, type Answer } from '@/components/client/http';
import { Button, buttonLook } from '@/components/ui/button';
import { Card, Section } from '@/components/ui/card';
import { Field, SelectField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import type { Preview, SheetName } from '@/lib/sheet';
import type { DataWords } from './data-words';
import { readFile } from './read-file';
import { ChangeTable, FaultTable } from './sheet-preview';

type Sheet = { readonly name: SheetName; readonly columns: readonly { readonly name: string; readonly required: boolean }[] };

/** A file that was looked at, or what came of it. */
type Looked = { readonly csv: string; readonly preview: Preview; readonly state: 'tried' | 'moved' | 'done' };

/** A refusal of an import carries what a preview says now. */
const previewIn = (data: unknown): Preview | null => {
  const details = typeof data === 'object' && data !== null && 'details' in data ? data.details : null;
  return typeof details === 'object' && details !== null && 'basis' in details ? (details as Preview) : null;
};

/** Chooses a table, takes it as CSV, tries a file and imports it. */
export function SheetDesk({ sheets, words }: { sheets: readonly Sheet[]; words: DataWords }) {
  const [name, setName] = useState<SheetName>('products');
  const [looked, setLooked] = useState<Looked | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  /** A file input keeps what was chosen; another key is an empty one. */
  const [round, setRound] = useState(0);

  function startOver(next = name) {
    setName(next);
    setLooked(null);
    setFailure(null);
    setRound((count) => count + 1);
  }

  async function ask(work: () => Promise<Answer<Preview>>, csv: string, state: Looked['state']) {
    setPending(true);
    setFailure(null);
    const answer = await work();
    setPending(false);
    if (answer.ok) return setLooked({ csv, preview: answer.data, state });
    const now = previewIn(answer.data);
    if (now) setLooked({ csv, preview: now, state: 'moved' });
    else setFailure(tellIn(words.errors, answer));
  }

  async function choose({ target }: ChangeEvent<HTMLInputElement>) {
    setLooked(null);
    const [file] = target.files ?? [];
    if (!file) return;
    const csv = await readFile(file);
    if (csv === null) setFailure(words.tooLarge);
    else await ask(() => call<Preview>('POST', `/merchant/sheets/${name}/preview`, { csv }), csv, 'tried');
  }

  const bring = ({ csv, preview: { basis } }: Looked) => ask(() => call<Preview>('POST', `/merchant/sheets/${name}/import`, { csv, basis }), csv, 'done');

  return (
    <>
      <Card className="mt-6 flex max-w-[72ch] flex-col gap-5 px-4 py-4 sm:px-5">
        <SelectField label={words.table} value={name} hint={words.sheets[name][1]} options={sheets.map((sheet) => ({ value: sheet.name, text: words.sheets[sheet.name][0] }))} onChange={({ target }) => startOver(target.value as SheetName)} />
        <div>
          <p className="text-[13px]/5 font-medium">{words.columns}</p>
          <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-[13px]/5">
            {sheets.find((sheet) => sheet.name === name)?.columns.map((column) => (
              <li key={column.name}>
                <code className="font-mono">{column.name}</code>
                {column.required ? <span className="text-muted"> ({words.required})</span> : null}
              </li>
            ))}
          </ul>
          <p className="mt-1 text-[13px]/5 text-muted">{words.amounts}</p>
        </div>
        <p>
          <a href={`/merchant/sheets/${name}`} download={`${name}.csv`} className={buttonLook({ variant: 'secondary' }, 'max-sm:w-full')}>{words.take}</a>
        </p>
        <Field key={round} label={words.bring} type="file" accept=".csv,text/csv" hint={words.bringHint} error={failure} className="py-2.5 sm:py-1.5" onChange={(event) => void choose(event)} />
      </Card>
      {pending && !looked ? <p role="status" className="mt-3 text-muted">{words.reading}</p> : null}
      {looked ? <Result looked={looked} words={words} pending={pending} onImport={() => void bring(looked)} onAnother={() => startOver()} /> : null}
    </>
  );
}

function Result({ looked: { preview, state }, words, pending, onImport, onAnother }: { looked: Looked; words: DataWords; pending: boolean; onImport: () => void; onAnother: () => void }) {
  const counts = `${preview.created} ${words.created}, ${preview.changed} ${words.changed}, ${preview.unchanged} ${words.unchanged}`;
  if (preview.faultCount > 0) {
    return (
      <Section title={words.faults}>
        <Notice tone="danger" live className="mb-3">{words.faultsLead}</Notice>
        <FaultTable preview={preview} words={words} />
      </Section>
    );
  }
  const isIdle = preview.created + preview.changed === 0;
  return (
    <Section title={words.preview} aside={counts}>
      {state === 'moved' ? <Notice tone="warning" live className="mb-3">{words.changedSince}</Notice> : null}
      {state === 'done' ? <Notice tone="success" live className="mb-3">{words.done} {counts}.</Notice> : null}
      {isIdle ? <Notice live className="mb-3">{words.nothingNew}</Notice> : <ChangeTable preview={preview} words={words} />}
      <div className="mt-4 flex flex-wrap gap-2 max-sm:*:w-full">
        {state === 'done' || isIdle ? null : <Button variant="primary" pending={pending} onClick={onImport}>{words.doImport}</Button>}
        <Button onClick={onAnother}>{words.another}</Button>
      </div>
    </Section>
  );
}
