/** A card in one line: its brand, and the last digits of its number. */
export function CardFace({ card }: { card: { brand: string; last4: string } }) {
  return (
    <>
      <span className="grid h-7 min-w-10 place-items-center rounded-[5px] bg-fg px-1 text-[10px] font-semibold text-bg uppercase">{card.brand}</span>
      <span className="tabular flex-1"><span aria-hidden>•••• </span><span className="sr-only">card ending in </span>{card.last4}</span>
    </>
  );
}
