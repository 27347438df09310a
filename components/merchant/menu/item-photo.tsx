import { useState, type ChangeEvent } from 'react';
import { Button, buttonLook } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Dialog } from '@/components/ui/dialog';
import { consoleWords } from '../console-words';
import { SaveOutcome } from '../save-outcome';
import { useSave } from '../use-save';
import { menuWords } from './menu-words';
import { shrinkPhoto } from './shrink-photo';
import type { ShownItem } from './shown';

/** What an item looks like, and a dialog to give it another photo. A photo is shown as soon as it is chosen. */
export function ItemPhoto({ item: { sku, name, imagePath, smallPhoto, revision }, locale }: { item: ShownItem; locale: 'en' | 'fr' }) {
  const words = menuWords(locale);
  const [open, setOpen] = useState(false);
  const { pending, outcome, save } = useSave(consoleWords(locale));
  const path = `/merchant/menu/items/${encodeURIComponent(sku)}/photo?revision=${revision}`;
  async function choose({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [file] = target.files ?? [];
    if (file) await save('PUT', path, await shrinkPhoto(file));
    target.value = '';
  }
  return (
    <>
      <button type="button" aria-label={`${words.photo} ${name}`} onClick={() => setOpen(true)} className="size-11 shrink-0 overflow-hidden rounded-control border border-border bg-raised">
        {smallPhoto === null ? <Camera /> : <img src={smallPhoto} alt="" width={44} height={44} loading="lazy" className="size-full object-cover" />}
      </button>
      <Dialog open={open} title={open ? name : ''} onClose={() => setOpen(false)}>
        {open ? (
          <div className="mt-3 space-y-4">
            {smallPhoto === null ? <p className="text-muted">{imagePath === null ? words.noPhoto : words.photoElsewhere}</p> : <img src={smallPhoto} alt={`${words.photo} ${name}`} width={288} height={288} className="mx-auto aspect-square w-full max-w-72 rounded-card object-cover" />}
            <p className="text-[13px]/5 text-muted">{words.photoHint}</p>
            <SaveOutcome outcome={outcome} words={consoleWords(locale)} />
            <div className="flex flex-wrap justify-end gap-2">
              {imagePath === null ? null : <Button variant="danger-quiet" className="mr-auto" pending={pending} onClick={() => void save('DELETE', path)}>{words.removePhoto}</Button>}
              <Button variant="quiet" onClick={() => setOpen(false)}>{words.close}</Button>
              <label className={cx(buttonLook({ variant: 'primary' }), 'cursor-pointer focus-within:outline-2', pending && 'pointer-events-none opacity-50')}>
                {words.choosePhoto}
                <input type="file" accept="image/jpeg,image/png,image/webp,image/*" disabled={pending} onChange={(event) => void choose(event)} className="sr-only" />
              </label>
            </div>
          </div>
        ) : null}
      </Dialog>
    </>
  );
}

const Camera = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" className="m-auto size-5 text-muted">
    <path d="M4 8h3l1.5-2.5h7L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1Z" />
    <circle cx="12" cy="13" r="3.5" />
  </svg>
);
