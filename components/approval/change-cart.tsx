'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { call } from '@/components/client/http';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextAreaField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

type Item = { readonly id: string; readonly name: string; readonly quantity: number };

/** Several lines of one item are one quantity. */
function byItem(items: readonly Item[]): Item[] {
  const pieces = new Map<string, Item>();
  for (const item of items) pieces.set(item.id, { ...item, quantity: item.quantity + (pieces.get(item.id)?.quantity ?? 0) });
  return [...pieces.values()];
}

/** One item with what shall be left of it. */
function Quantity({ item, left, onChange }: { item: Item; left: number; onChange: (left: number) => void }) {
  const step = 'grid size-12 cursor-pointer place-items-center rounded-control border border-border text-[20px] hover:bg-raised disabled:cursor-default disabled:opacity-40 sm:size-9';
  return (
    <li className="flex items-center gap-2 py-2">
      <span className="min-w-0 flex-1 wrap-anywhere">
        {item.name}
        {left === 0 ? <span className="block text-[13px]/5 text-muted">Left out</span> : null}
      </span>
      <button type="button" className={step} disabled={left === 0} onClick={() => onChange(left - 1)} aria-label={left === 1 ? `Leave out ${item.name}` : `One less of ${item.name}`}>
        −
      </button>
      <span className="tabular w-8 text-center" aria-live="polite">
        <span className="sr-only">{item.name}: </span>
        {left}
      </span>
      <button type="button" className={step} disabled={left === item.quantity} onClick={() => onChange(left + 1)} aria-label={`One more of ${item.name}`}>
        +
      </button>
    </li>
  );
}

/** Takes something out of the cart before approving: the store prices what is left, and that is then shown and signed as a request of its own. */
export function ChangeCart({ approvalId, agentName, items }: { approvalId: string; agentName: string; items: readonly Item[] }) {
  const router = useRouter();
  const pieces = byItem(items);
  const [open, setOpen] = useState(false);
  const [left, setLeft] = useState<Readonly<Record<string, number>>>({});
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const leftOf = ({ id, quantity }: Item): number => left[id] ?? quantity;
  const lowered = pieces.filter((item) => leftOf(item) < item.quantity);
  const isEmpty = pieces.every((item) => leftOf(item) === 0);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const note = new FormData(event.currentTarget).get('note');
    setPending(true);
    setFailure(null);
    const answer = await call<{ id: string }>('POST', `/api/step-up/${approvalId}/change`, {
      items: lowered.map((item) => ({ product_id: item.id, quantity: leftOf(item) })),
      ...(typeof note === 'string' && note.trim() !== '' ? { note } : {}),
    });
    setPending(false);
    if (!answer.ok) return setFailure(answer.message);
    setOpen(false);
    router.replace(`/approve/${answer.data.id}`);
  }

  return (
    <>
      <Button variant="secondary" className="mt-3 w-full" onClick={() => setOpen(true)}>
        Take something out
      </Button>
      <Dialog open={open} title="Take something out" onClose={() => setOpen(false)}>
        {/* Only while it is open: an item stands on the page once. */}
        {open ? (
          <form onSubmit={(event) => void submit(event)}>
            <ul className="mt-3 divide-y divide-border">
              {pieces.map((item) => (
                <Quantity key={item.id} item={item} left={leftOf(item)} onChange={(next) => setLeft({ ...left, [item.id]: next })} />
              ))}
            </ul>
            <div className="mt-3">
              <TextAreaField label={`Note to ${agentName} (optional)`} name="note" rows={2} maxLength={280} />
            </div>
            {failure ? (
              <Notice tone="danger" live className="mt-3">
                {failure}
              </Notice>
            ) : null}
            <p className="mt-3 text-[13px]/5 text-muted">
              {isEmpty ? 'Nothing would be left: decline instead.' : 'The store prices what is left, never higher. You see it and sign it next.'}
            </p>
            <div className="mt-4 flex justify-end gap-2">
              <Button onClick={() => setOpen(false)}>Cancel</Button>
              <Button type="submit" variant="primary" pending={pending} disabled={lowered.length === 0 || isEmpty}>
                Show the changed cart
              </Button>
            </div>
          </form>
        ) : null}
      </Dialog>
    </>
  );
}
