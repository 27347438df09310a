'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { CardFace } from '@/components/wallet/card-face';
import type { ApprovalView } from '@/lib/approval';

export type Card = ApprovalView['paymentMethods'][number];

/** The card that pays. With more than one, another may be chosen; the content to sign is then asked for anew. */
export function CardChoice({
  cards,
  chosen,
  isNew,
  disabled,
  onChoose,
}: {
  cards: readonly Card[];
  chosen: Card;
  /** Another card than the one that was signed last time. */
  isNew: boolean;
  disabled: boolean;
  onChoose: (card: Card) => void;
}) {
  const [open, setOpen] = useState(false);
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const id = new FormData(event.currentTarget).get('payment_method');
    const card = cards.find((candidate) => candidate.id === id);
    setOpen(false);
    if (card && card.id !== chosen.id) onChoose(card);
  }
  return (
    <section className="mt-3 flex items-center gap-3 rounded-card border border-border bg-surface px-4 py-3" aria-label="Card">
      <CardFace card={chosen} />
      {isNew ? <span className="text-[13px]/5 text-warning">Not last time&rsquo;s card</span> : null}
      {cards.length > 1 ? (
        <button
          type="button"
          disabled={disabled}
          onClick={() => setOpen(true)}
          className="-my-2 cursor-pointer py-2 font-medium text-accent hover:underline"
          aria-label="Change card"
        >
          Change
        </button>
      ) : null}
      <Dialog open={open} title="Pay with" onClose={() => setOpen(false)}>
        <form onSubmit={submit}>
          <ul className="mt-3 divide-y divide-border">
            {cards.map((card) => (
              <li key={card.id}>
                <label className="flex cursor-pointer items-center gap-3 py-3">
                  <input
                    type="radio"
                    name="payment_method"
                    value={card.id}
                    defaultChecked={card.id === chosen.id}
                    className="size-5 accent-(--accent)"
                  />
                  <CardFace card={card} />
                </label>
              </li>
            ))}
          </ul>
          <div className="mt-4 flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" variant="primary">
              Use this card
            </Button>
          </div>
        </form>
      </Dialog>
    </section>
  );
}
