import type { Metadata } from 'next';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { Field } from '@/components/ui/field';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { StatusPill, type Tone } from '@/components/ui/status-pill';
import { Cell, NextPage, Row, Table, TwoLine } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { requireOperator } from '@/lib/entrance/page-ctx';
import { decodeReservationCursor, encodeReservationCursor, listReservations, RESERVATION_STATUSES, type Reservation } from '@/lib/operations';

export const metadata: Metadata = { title: 'Reservations' };

const PATH = '/ops/reservations';
const PAGE_SIZE = 50;
const FILTERS = [[undefined, 'All'], ['held', 'Set aside'], ['overdue', 'Overdue'], ['committed', 'Sold'], ['released', 'Given back']] as const;

/** Goods set aside one by one: for which checkout, how many, until when, and what became of it. */
export default async function ReservationsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const query = await searchParams;
  const asked = { status: FILTERS.find(([filter]) => filter === one(query.status))?.[0], merchant: one(query.merchant)?.trim(), cursor: one(query.cursor) };
  const { ctx } = await requireOperator(pathWith(PATH, asked));
  const status = RESERVATION_STATUSES.find((known) => known === asked.status) ?? null;
  const found = await listReservations(ctx, { status, overdue: asked.status === 'overdue', merchant: asked.merchant ?? null, after: decodeReservationCursor(asked.cursor), limit: PAGE_SIZE + 1 });
  const page = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? page.at(-1) : undefined;
  return (
    <>
      <PageHeader title="Reservations">Goods that are set aside while a checkout is paid. What is overdue is freed by the next sweep.</PageHeader>
      <form action={PATH} role="search" aria-label="Of a store" className="mt-6 mb-4 flex max-w-[64ch] flex-wrap items-end gap-2">
        {asked.status ? <input type="hidden" name="status" value={asked.status} /> : null}
        <div className="min-w-0 flex-1"><Field label="Store, by its handle or id" name="merchant" defaultValue={asked.merchant} maxLength={100} spellCheck={false} autoComplete="off" className="font-mono" /></div>
        <Button type="submit" className="max-sm:w-full">Show</Button>
      </form>
      <FilterBar label="States" options={FILTERS.map(([filter, text]) => ({ href: pathWith(PATH, { status: filter, merchant: asked.merchant }), text, here: filter === asked.status }))} />
      {page.length === 0 ? <EmptyState>{asked.status || asked.merchant ? 'There are none like this.' : 'Nothing was set aside yet.'}</EmptyState> : (
        <Table caption="Reservations" columns={[{ label: 'Goods' }, { label: 'Checkout', narrow: 'hidden' }, { label: 'Store', narrow: 'hidden' }, { label: 'Since', narrow: 'hidden' }, { label: 'Until', narrow: 'hidden' }, { label: 'State', align: 'right' }]}>
          {page.map((reservation) => <Line key={`${reservation.checkoutId}-${reservation.item.id}`} reservation={reservation} />)}
        </Table>
      )}
      <NextPage href={last ? pathWith(PATH, { ...asked, cursor: encodeReservationCursor(last) }) : null} text="Those before" />
    </>
  );
}

function Line({ reservation: { checkoutId, item, quantity, merchant, heldAt, expiresAt, ...became } }: { reservation: Reservation }) {
  const goods = <>{quantity} &times; {item.name ?? item.id}</>;
  return (
    <Row>
      <Cell>
        <TwoLine second={<>{merchant.handle}, until <Time at={expiresAt} /></>}><Link href={pathWith('/ops/trace', { id: checkoutId })} className="text-accent hover:underline">{goods}</Link></TwoLine>
      </Cell>
      <Cell narrow="hidden"><CopyId id={checkoutId} what="checkout" /></Cell>
      <Cell narrow="hidden" className="text-muted">{merchant.handle}</Cell>
      <Cell narrow="hidden" className="whitespace-nowrap text-muted">{heldAt ? <Time at={heldAt} /> : '\u2014'}</Cell>
      <Cell narrow="hidden" className="whitespace-nowrap text-muted"><Time at={expiresAt} /></Cell>
      <Cell align="right"><State {...became} /></Cell>
    </Row>
  );
}

function State({ status, isOverdue }: Pick<Reservation, 'status' | 'isOverdue'>) {
  const [tone, text]: readonly [Tone, string] = isOverdue ? ['warning', 'Overdue'] : status === 'held' ? ['accent', 'Set aside'] : status === 'committed' ? ['success', 'Sold'] : ['muted', 'Given back'];
  return <StatusPill tone={tone}>{text}</StatusPill>;
}
