'use client';

import { SelectField } from '@/components/ui/field';
import type { Words } from './words';

/** A quarter of an hour at the merchant's, as `startsAt/endsAt` of the contract; `time` by the merchant's clock. */
export type SlotChoice = { readonly window: string; readonly time: string; readonly isFull: boolean };
export type DayChoice = { readonly key: string; readonly label: string; readonly slots: readonly SlotChoice[] };
/** `reason` is why it cannot be chosen, else null. */
export type AsapChoice = { readonly time: string; readonly reason: string | null };

/** `window` null: as soon as possible; empty: none that is free. */
export type Pickup = { readonly day: string; readonly window: string | null };

/** As soon as possible where that is offered, else the first time that is free. */
export const firstPickup = (asap: AsapChoice, days: readonly DayChoice[]): Pickup => (asap.reason === null ? { day: '', window: null } : firstTime(days));

function firstTime(days: readonly DayChoice[]): Pickup {
  const day = days.find(({ slots }) => slots.some(({ isFull }) => !isFull)) ?? days[0];
  return { day: day?.key ?? '', window: firstFree(day) };
}

/** Empty: none of the day is. */
const firstFree = (day: DayChoice | undefined): string => day?.slots.find(({ isFull }) => !isFull)?.window ?? '';

type Props = { asap: AsapChoice; days: readonly DayChoice[]; pickup: Pickup; onPickup: (pickup: Pickup) => void; words: Words };

/** When the order is fetched. */
export function PickupChoice({ asap, days, pickup, onPickup, words }: Props) {
  const isAsap = pickup.window === null;
  const day = days.find(({ key }) => key === pickup.day) ?? days[0];
  return (
    <fieldset className="rounded-card border border-border bg-surface px-4 py-3 sm:px-5">
      <legend className="sr-only">{words.pickup}</legend>
      <label className={`flex min-h-11 items-center gap-3 sm:min-h-9 ${asap.reason === null ? 'cursor-pointer' : 'text-muted'}`}>
        <input type="radio" name="pickup" checked={isAsap} disabled={asap.reason !== null} onChange={() => onPickup({ day: pickup.day, window: null })} className="size-5 shrink-0 accent-(--accent) sm:size-4" />
        <span>
          <span className="font-medium">{words.asap}</span> <span className="text-muted">{asap.reason ?? words.about(asap.time)}</span>
        </span>
      </label>
      <label className="flex min-h-11 cursor-pointer items-center gap-3 sm:min-h-9">
        <input type="radio" name="pickup" checked={!isAsap} disabled={day === undefined} onChange={() => onPickup(firstTime(days))} className="size-5 shrink-0 accent-(--accent) sm:size-4" />
        <span className="font-medium">{words.atTime}</span>
      </label>
      {day === undefined ? <p className="text-muted">{words.noSlots}</p> : null}
      {isAsap || day === undefined ? null : <TimeFields day={day} days={days} pickup={pickup} onPickup={onPickup} words={words} />}
    </fieldset>
  );
}

function TimeFields({ day, days, pickup, onPickup, words }: Pick<Props, 'days' | 'pickup' | 'onPickup' | 'words'> & { day: DayChoice }) {
  const isFull = day.slots.every((slot) => slot.isFull);
  return (
    <div className="mt-2 grid gap-3 pb-2 sm:grid-cols-2">
      <SelectField
        label={words.day}
        value={day.key}
        options={days.map(({ key, label }) => ({ value: key, text: label }))}
        onChange={({ target }) => onPickup({ day: target.value, window: firstFree(days.find(({ key }) => key === target.value)) })}
      />
      <SelectField
        label={words.time}
        value={pickup.window ?? ''}
        error={isFull ? words.dayFull : null}
        options={day.slots.map(({ window, time, isFull: taken }) => ({ value: window, text: taken ? words.slotFull(time) : time, disabled: taken }))}
        onChange={({ target }) => onPickup({ day: day.key, window: target.value })}
      />
    </div>
  );
}
