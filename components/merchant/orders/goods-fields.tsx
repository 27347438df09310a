import { Field } from '@/components/ui/field';
import type { OrderWords } from './order-words';

/** Goods of an order that are neither handed over nor canceled. */
export type OpenGoods = { readonly lineId: string; readonly name: string; readonly left: number };

const nameOf = (lineId: string): string => `quantity:${lineId}`;

/** How many of each, all of them unless changed. */
export function GoodsFields({ goods, words }: { goods: readonly OpenGoods[]; words: OrderWords }) {
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-[13px]/5 font-medium">{words.howMany}</legend>
      {goods.map(({ lineId, name, left }) => (
        <Field
          key={lineId}
          label={`${name} (${words.of} ${left})`}
          name={nameOf(lineId)}
          type="number"
          inputMode="numeric"
          min={0}
          max={left}
          step={1}
          defaultValue={left}
          required
          className="tabular"
        />
      ))}
    </fieldset>
  );
}

/** What the fields say: undefined for all that is left, an empty list for nothing. */
export function readGoods(form: FormData, goods: readonly OpenGoods[]): { line_id: string; quantity: number }[] | undefined {
  const asked = goods.map(({ lineId, left }) => ({ line_id: lineId, quantity: Number(form.get(nameOf(lineId))), left }));
  if (asked.every(({ quantity, left }) => quantity === left)) return undefined;
  return asked.filter(({ quantity }) => quantity > 0).map(({ line_id, quantity }) => ({ line_id, quantity }));
}

/** A text field's value, or undefined when it was left empty. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
