import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { PageHeader } from '@/components/ui/page-header';
import { one, pathWith } from '@/components/ui/query';
import { shortenMiddle } from '@/components/ui/shorten';
import { StatusPill, type Tone } from '@/components/ui/status-pill';
import { Cell, NextPage, Row, Table, TwoLine } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { requireOperator } from '@/lib/entrance/page-ctx';
import { decodeRowCursor } from '@/lib/kernel/cursor';
import { listActions, OPERATOR_ACTIONS, type OperatorAction, type OperatorActionName, type OperatorOutcome } from '@/lib/operations';

export const metadata: Metadata = { title: 'Audit log' };

const PATH = '/ops/audit';
const PAGE_SIZE = 50;

const NAMES: Record<OperatorActionName, string> = {
  sign_in: 'Signed in', sign_out: 'Signed out', replay_dead_letters: 'Replayed dead letters', deliver_outbox: 'Delivered the outbox', reconcile: 'Reconciled', repair_payment: 'Repaired a payment',
  move_order: 'Moved an order', change_payment_account: 'Changed a payment account', switch_inspector: 'Switched the inspector',
  remove_passkeys: 'Removed lost passkeys',
};
/** The same as what to look for. */
const KINDS: Record<OperatorActionName, string> = {
  sign_in: 'Sign-ins', sign_out: 'Sign-outs', replay_dead_letters: 'Replays', deliver_outbox: 'Deliveries', reconcile: 'Reconciling', repair_payment: 'Repairs', move_order: 'Orders', change_payment_account: 'Accounts',
  switch_inspector: 'Inspector', remove_passkeys: 'Lost passkeys',
};
const OUTCOMES: Record<OperatorOutcome, readonly [tone: Tone, text: string]> = { done: ['success', 'Done'], nothing: ['muted', 'Nothing to do'], refused: ['warning', 'Refused'], failed: ['danger', 'Failed'] };
/** Those whose ids are of a purchase. */
const OF_PURCHASES: readonly OperatorActionName[] = ['reconcile', 'repair_payment', 'move_order'];

/** What operators did, the newest first. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const query = await searchParams;
  const [action, cursor] = [OPERATOR_ACTIONS.find((name) => name === one(query.action)), one(query.cursor)];
  const { ctx } = await requireOperator(pathWith(PATH, { action, cursor }));
  const beforeId = decodeRowCursor(cursor);
  const found = await listActions(ctx, { action: action ?? null, beforeId, limit: PAGE_SIZE + 1 });
  const page = found.slice(0, PAGE_SIZE);
  return (
    <>
      <PageHeader title="Audit log">What was done with the operator key and in operators’ browsers. It is kept for good; nothing can change it.</PageHeader>
      <div className="mt-6">
        <FilterBar label="Kinds of acts" options={[{ href: PATH, text: 'All', here: action === undefined }, ...OPERATOR_ACTIONS.map((name) => ({ href: pathWith(PATH, { action: name }), text: KINDS[name], here: name === action }))]} />
        {page.length === 0 ? <EmptyState>{action ? 'Nobody did this yet.' : 'Nothing was done yet.'}</EmptyState> : (
          <Table caption="What operators did" columns={[{ label: 'When', narrow: 'hidden' }, { label: 'What' }, { label: 'On', narrow: 'hidden' }, { label: 'By', narrow: 'hidden' }, { label: 'Outcome', align: 'right' }]}>
            {page.map((done) => (
              <Row key={String(done.id)}>
                <Cell narrow="hidden" className="whitespace-nowrap text-muted"><Time at={done.at} /></Cell>
                <Cell><TwoLine second={<><Time at={done.at} />, {by(done)}</>}>{NAMES[done.action]}{done.note ? <span className="text-[13px]/5 text-muted"> {done.note}</span> : null}</TwoLine></Cell>
                <Cell narrow="hidden"><Subjects done={done} /></Cell>
                <Cell narrow="hidden" className="text-[13px]/5 text-muted">{by(done)}</Cell>
                <Cell align="right"><Outcome outcome={done.outcome} /></Cell>
              </Row>
            ))}
          </Table>
        )}
        <NextPage href={found.length > PAGE_SIZE ? pathWith(PATH, { action, cursor: String(page.at(-1)?.id) }) : null} />
      </div>
    </>
  );
}

function Outcome({ outcome }: Pick<OperatorAction, 'outcome'>) {
  const [tone, text] = OUTCOMES[outcome];
  return <StatusPill tone={tone}>{text}</StatusPill>;
}

const by = ({ by: { session }, clientAddress }: OperatorAction): string => `${session === null ? 'the key' : `browser ${session}`}, ${clientAddress}`;

function Subjects({ done: { action, subjects } }: { done: OperatorAction }) {
  const [first] = subjects;
  if (first === undefined) return '\u2014';
  const id = <code title={first} className="font-mono text-[13px]/5">{shortenMiddle(first)}</code>;
  return (
    <>
      {OF_PURCHASES.includes(action) ? <Link href={pathWith('/ops/trace', { id: first })} className="text-accent hover:underline">{id}</Link> : id}
      {subjects.length > 1 ? <span className="text-[13px]/5 text-muted"> and {subjects.length - 1} more</span> : null}
    </>
  );
}
