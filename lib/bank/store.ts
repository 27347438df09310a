import { decodeJson, encodeJson, type Db } from '@/lib/db';
import { toCurrency, type Currency } from '@/lib/kernel/money';
import type { IssuedCard } from '@/lib/ports';
import type { BankId } from './banks';
import type { CardSource } from './decide-hold';
import type { CardAuthentication, CardBehaviour, CardOutcome } from './test-cards';
import type { BankAccount, Card, CardControls, CardStatus, ForwardedMandate, Hold, HoldStatus, StatementEntry } from './types';

/** A hold together with its bank and the two ledger accounts of its bank account. */
export type HoldWithAccount = Hold & { readonly bank: BankId; readonly downSince: Date | null; readonly availableAccountId: string; readonly heldAccountId: string };

type HoldRow = {
  id: string;
  reference: string;
  card_id: string;
  bank_account_id: string;
  currency: string;
  amount: bigint;
  captured_amount: bigint;
  released_amount: bigint;
  refunded_amount: bigint;
  merchant_name: string;
  agent_id: string | null;
  agent_name: string | null;
  human_present: boolean | null;
  mandate_id: string | null;
  mandate: string | null;
  order_id: string | null;
  status: HoldStatus;
  created_at: Date;
  expires_at: Date;
};

const HOLD_COLUMNS = `h.id, h.reference, h.card_id, h.bank_account_id, h.currency, h.amount, h.captured_amount, h.released_amount,
  h.refunded_amount, h.merchant_name, h.agent_id, h.agent_name, h.human_present, h.mandate_id, h.mandate, h.order_id, h.status, h.created_at, h.expires_at`;

/** The two columns of a mandate; both are there, or neither. */
export const toMandate = (row: { mandate_id: string | null; mandate: string | null }): ForwardedMandate | null =>
  row.mandate_id !== null && row.mandate !== null ? { id: row.mandate_id, signature: row.mandate } : null;

const toHold = (row: HoldRow): Hold => ({
  id: row.id,
  reference: row.reference,
  cardId: row.card_id,
  bankAccountId: row.bank_account_id,
  currency: toCurrency(row.currency),
  amount: row.amount,
  capturedAmount: row.captured_amount,
  releasedAmount: row.released_amount,
  refundedAmount: row.refunded_amount,
  merchantName: row.merchant_name,
  agentId: row.agent_id,
  agentName: row.agent_name,
  humanPresent: row.human_present,
  mandate: toMandate(row),
  orderId: row.order_id,
  status: row.status,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

export async function insertBankAccount(db: Db, account: BankAccount & { userId: string; createdAt: Date }): Promise<void> {
  await db.query({
    name: 'bank.open_account',
    text: `insert into bank_account (id, user_id, bank, currency, available_account_id, held_account_id, created_at)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (user_id, bank, currency) do nothing`,
    values: [account.id, account.userId, account.bank, account.currency, account.availableAccountId, account.heldAccountId, account.createdAt],
  });
}

export async function insertCard(db: Db, card: IssuedCard & CardBehaviour & { userId: string; bank: BankId; status: CardStatus; createdAt: Date }): Promise<void> {
  await db.query({
    name: 'bank.insert_card',
    text: `insert into bank_card (id, user_id, bank, brand, bin, last4, status, outcome, authentication, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [card.cardId, card.userId, card.bank, card.brand, card.bin, card.last4, card.status, card.outcome, card.authentication, card.createdAt],
  });
}

export async function findCardOf(db: Db, { userId, bank }: { userId: string; bank: BankId }): Promise<IssuedCard | null> {
  const [row] = await db.query<{ id: string; brand: string; bin: string; last4: string }>({
    name: 'bank.find_card',
    text: 'select id, brand, bin, last4 from bank_card where user_id = $1 and bank = $2 order by created_at, id limit 1',
    values: [userId, bank],
  });
  return row ? { cardId: row.id, brand: row.brand, bin: row.bin, last4: row.last4 } : null;
}

type ControlsRow = { status: CardStatus; controls: unknown };

/** The document of a card leaves out what its holder has not set. */
function toControls({ status, controls }: ControlsRow): CardControls {
  const { agentTransactionsEnabled = true, limits = [] } = decodeJson<Partial<CardControls>>(controls);
  return { status, agentTransactionsEnabled, limits };
}

type CardSourceRow = ControlsRow & { bank: BankId; outcome: CardOutcome; authentication: CardAuthentication; down_since: Date | null; id: string | null; available_account_id: string | null; held_account_id: string | null };

export async function selectCardSource(db: Db, cardId: string, currency: Currency): Promise<CardSource | null> {
  const [row] = await db.query<CardSourceRow>({
    name: 'bank.card_source',
    text: `select c.bank, b.down_since, c.status, c.controls, c.outcome, c.authentication, a.id, a.available_account_id, a.held_account_id
             from bank_card c
             join bank b on b.id = c.bank
             left join bank_account a on a.user_id = c.user_id and a.bank = c.bank and a.currency = $2
            where c.id = $1`,
    values: [cardId, currency],
  });
  if (!row) return null;
  const { bank, outcome, authentication, id, available_account_id: availableAccountId, held_account_id: heldAccountId } = row;
  const account = id && availableAccountId && heldAccountId ? { id, bank, currency, availableAccountId, heldAccountId } : null;
  return { ...toControls(row), outcome, authentication, bank, downSince: row.down_since, account };
}

export async function insertHold(db: Db, hold: Hold): Promise<void> {
  await db.write({
    name: 'bank.insert_hold',
    text: `insert into bank_hold (id, reference, card_id, bank_account_id, currency, amount, captured_amount, released_amount,
                                  merchant_name, agent_id, agent_name, human_present, mandate_id, mandate, order_id, status, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    values: [
      hold.id, hold.reference, hold.cardId, hold.bankAccountId, hold.currency, hold.amount, hold.capturedAmount, hold.releasedAmount,
      hold.merchantName, hold.agentId, hold.agentName, hold.humanPresent, hold.mandate?.id ?? null, hold.mandate?.signature ?? null, hold.orderId, hold.status,
      hold.createdAt, hold.expiresAt,
    ],
  });
}

export async function findHold(db: Db, reference: string): Promise<Hold | null> {
  const [row] = await db.query<HoldRow>({
    name: 'bank.find_hold',
    text: `select ${HOLD_COLUMNS} from bank_hold h where h.reference = $1`,
    values: [reference],
  });
  return row ? toHold(row) : null;
}

/** Locks the hold until the transaction ends: captures and releases of one hold follow one another. */
export async function lockHold(db: Db, reference: string): Promise<HoldWithAccount | null> {
  const [row] = await db.query<HoldRow & { bank: BankId; down_since: Date | null; available_account_id: string; held_account_id: string }>({
    name: 'bank.lock_hold',
    text: `select ${HOLD_COLUMNS}, a.bank, b.down_since, a.available_account_id, a.held_account_id
             from bank_hold h
             join bank_account a on a.id = h.bank_account_id
             join bank b on b.id = a.bank
            where h.reference = $1
              for no key update of h`,
    values: [reference],
  });
  if (!row) return null;
  const { bank, down_since: downSince, available_account_id: availableAccountId, held_account_id: heldAccountId } = row;
  return { ...toHold(row), bank, downSince, availableAccountId, heldAccountId };
}

export async function updateHold(db: Db, hold: Hold): Promise<void> {
  await db.write({
    name: 'bank.update_hold',
    text: 'update bank_hold set captured_amount = $2, released_amount = $3, refunded_amount = $4, order_id = $5, status = $6 where id = $1',
    values: [hold.id, hold.capturedAmount, hold.releasedAmount, hold.refundedAmount, hold.orderId, hold.status],
  });
}

/** Open holds whose life is over, the oldest first; a bank that cannot be reached tells none. */
export async function selectLapsedReferences(db: Db, query: { now: Date; limit: number }): Promise<string[]> {
  const rows = await db.query<{ reference: string }>({
    name: 'bank.lapsed_holds',
    text: `select h.reference from bank_hold h
             join bank_account a on a.id = h.bank_account_id
             join bank b on b.id = a.bank
            where h.status = 'held' and h.expires_at <= $1 and b.down_since is null order by h.expires_at limit $2`,
    values: [query.now, query.limit],
  });
  return rows.map(({ reference }) => reference);
}

export async function selectAccounts(db: Db, userId: string): Promise<BankAccount[]> {
  const rows = await db.query<{ id: string; bank: BankId; currency: string; available_account_id: string; held_account_id: string }>({
    name: 'bank.accounts',
    text: 'select id, bank, currency, available_account_id, held_account_id from bank_account where user_id = $1 order by bank desc, currency',
    values: [userId],
  });
  return rows.map((row) => ({
    id: row.id,
    bank: row.bank,
    currency: toCurrency(row.currency),
    availableAccountId: row.available_account_id,
    heldAccountId: row.held_account_id,
  }));
}

export async function selectOpenHolds(
  db: Db,
  query: { bankAccountIds: readonly string[]; agentOnly: boolean; limit: number },
): Promise<(Hold & { readonly bank: BankId })[]> {
  const rows = await db.query<HoldRow & { bank: BankId }>({
    name: 'bank.open_holds',
    text: `select ${HOLD_COLUMNS}, a.bank from bank_hold h
             join bank_account a on a.id = h.bank_account_id
            where h.bank_account_id = any($1::text[]) and h.status = 'held' and (not $2 or h.agent_id is not null)
            order by h.created_at desc, h.id desc
            limit $3`,
    values: [query.bankAccountIds, query.agentOnly, query.limit],
  });
  return rows.map((row) => ({ ...toHold(row), bank: row.bank }));
}

export type EntryRow = {
  id: string;
  bank: BankId;
  kind: StatementEntry['kind'];
  currency: string;
  signed_amount: bigint;
  merchant_name: string | null;
  agent_name: string | null;
  human_present: boolean | null;
  mandate_id: string | null;
  mandate: string | null;
  order_id: string | null;
  created_at: Date;
};

export type EntryPosition = { readonly at: Date; readonly id: string };

/**
 * What was booked on a person's accounts, newest first: the ledger's transfers in and out of them, with the hold that each came
 * from (the second part of its reference). Holds and releases move nothing out of the person's hands and are no entries.
 */
export async function selectEntries(
  db: Db,
  query: { ledgerAccountIds: readonly string[]; agentOnly: boolean; before: EntryPosition | null; limit: number },
): Promise<EntryRow[]> {
  return db.query<EntryRow>({
    name: 'bank.entries',
    text: `select t.id, t.bank, t.kind, t.currency, t.created_at, h.merchant_name, h.agent_name, h.human_present, h.mandate_id, h.mandate, h.order_id,
                  case when t.credit_account_id = any($1::text[]) then t.amount else -t.amount end as signed_amount
             from ledger_transfer t
             left join bank_hold h on h.reference = split_part(t.reference, ':', 2)
            where (t.debit_account_id = any($1::text[]) or t.credit_account_id = any($1::text[]))
              and t.kind in ('fund', 'capture', 'refund')
              and (not $2 or h.agent_id is not null)
              and ($3::timestamptz is null or (t.created_at, t.id) < ($3::timestamptz, $4))
            order by t.created_at desc, t.id desc
            limit $5`,
    values: [query.ledgerAccountIds, query.agentOnly, query.before?.at ?? null, query.before?.id ?? null, query.limit],
  });
}

export async function setDownSince(db: Db, bank: BankId, downSince: Date | null): Promise<void> {
  await db.query({ name: 'bank.set_down', text: 'update bank set down_since = $2 where id = $1', values: [bank, downSince] });
}

/** Holds and changes of one card follow one another from here on, until the transaction ends. */
export async function lockCard(db: Db, cardId: string): Promise<void> {
  await db.query({ name: 'bank.lock_card', text: 'select 1 from bank_card where id = $1 for no key update', values: [cardId] });
}

/** What a card's holds came to since then, less what was released of them. */
export async function sumOfDay(db: Db, query: { cardId: string; currency: Currency; since: Date; except: string | null }): Promise<bigint> {
  const [row] = await db.query<{ amount: bigint }>({
    name: 'bank.sum_of_day',
    text: `select coalesce(sum(amount - released_amount), 0)::bigint as amount from bank_hold
            where card_id = $1 and currency = $2 and created_at > $3 and reference is distinct from $4`,
    values: [query.cardId, query.currency, query.since, query.except],
  });
  return row?.amount ?? 0n;
}

type CardRow = ControlsRow & { id: string; bank: BankId; brand: string; last4: string };
const CARD_COLUMNS = 'id, bank, brand, last4, status, controls';
const toCard = (row: CardRow): Card => ({ id: row.id, bank: row.bank, brand: row.brand, last4: row.last4, ...toControls(row) });

export async function selectCards(db: Db, userId: string): Promise<Card[]> {
  const rows = await db.query<CardRow>({ name: 'bank.cards', text: `select ${CARD_COLUMNS} from bank_card where user_id = $1 order by created_at, id`, values: [userId] });
  return rows.map(toCard);
}

/** A card of this person, locked until the transaction ends. */
export async function lockOwnCard(db: Db, { userId, cardId }: { userId: string; cardId: string }): Promise<Card | null> {
  const [row] = await db.query<CardRow>({
    name: 'bank.lock_own_card',
    text: `select ${CARD_COLUMNS} from bank_card where id = $1 and user_id = $2 for no key update`,
    values: [cardId, userId],
  });
  return row ? toCard(row) : null;
}

export async function writeControls(db: Db, cardId: string, { status, ...controls }: CardControls): Promise<void> {
  await db.query({ name: 'bank.write_controls', text: 'update bank_card set status = $2, controls = $3 where id = $1', values: [cardId, status, encodeJson(controls)] });
}
