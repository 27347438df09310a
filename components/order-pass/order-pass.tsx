import { buttonLook, Button, LinkButton } from '@/components/ui/button';
import { Card, FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { amountText } from '@/components/ui/money';
import { Notice } from '@/components/ui/notice';
import { PricedLines } from '@/components/ui/priced-lines';
import type { PassView } from '@/lib/order-pass';
import { PassLive } from './pass-live';
import { PassSteps } from './pass-steps';
import { PASS_WORDS, passTime, tagOf, type Said } from './words';

/** `holdsSecret`: the visitor came by the link of a mail. `notes` are given to them alone. */
type Props = { readonly pass: PassView & { readonly notes: string | null }; readonly holdsSecret: boolean; readonly said: Said | null; readonly now: Date };

const IS_OPEN: readonly PassView['status'][] = ['paid', 'acknowledged', 'ready'];
const WENT_WELL: readonly Said[] = ['arrived', 'canceled', 'link_sent'];

/** An order that is fetched, for whoever fetches it: the code, how far it is, and what may be done. */
export function OrderPass({ pass, holdsSecret, said, now }: Props) {
  const words = PASS_WORDS[pass.language];
  const { orderId, revision, paymentStatus, refunded } = pass;
  return (
    <div lang={pass.language} className="mx-auto max-w-[560px] pt-8 sm:pt-12">
      <PassLive orderId={orderId} shown={{ revision, payment_status: paymentStatus, refunded: refunded.amount.toString() }} />
      <p className="text-muted">{pass.merchantName}</p>
      <h1 className="tabular text-[20px]/7 font-semibold tracking-[-0.015em]">{words.order(pass.number)}</h1>
      {said ? <Notice tone={WENT_WELL.includes(said) ? 'success' : 'warning'} live className="mt-4">{words.said[said]}</Notice> : null}
      <Card className="mt-4 px-4 py-4 sm:px-5">
        <p className="text-[13px]/5 text-muted">{words.code}</p>
        <p className="font-mono text-[44px]/13 font-semibold tracking-[0.02em] wrap-anywhere">{pass.pickupCode}</p>
        <div role="status" className="mt-2 text-[16px]/6">
          {statusLines(pass, now).map((line) => <p key={line}>{line}</p>)}
        </div>
      </Card>
      {holdsSecret && IS_OPEN.includes(pass.status) ? <PassActions pass={pass} /> : null}
      <div className="mt-3"><PassSteps pass={pass} now={now} /></div>
      <PassPlace pass={pass} now={now} />
      <Section title={words.items}><PassItems pass={pass} /></Section>
      {pass.notes ? <Section title={words.notes}><p className="whitespace-pre-line wrap-anywhere">{pass.notes}</p></Section> : null}
      {holdsSecret ? null : <LostLink pass={pass} />}
      {pass.hasStorefront ? <div className="mt-6"><LinkButton href={`/${pass.merchantHandle}`}>{words.again}</LinkButton></div> : null}
    </div>
  );
}

/** The words that are announced when they change. */
function statusLines(pass: PassView, now: Date): string[] {
  const words = PASS_WORDS[pass.language];
  const lines = [words.status[pass.status]];
  if (pass.status === 'paid' || pass.status === 'acknowledged') {
    const { window } = pass;
    lines.push(window && !pass.etaConfirmed ? words.window(passTime(pass, window.startsAt, now), passTime(pass, window.endsAt, now)) : words.eta(passTime(pass, pass.etaAt, now)));
  }
  if (IS_OPEN.includes(pass.status) && pass.arrivedAt) lines.push(words.told);
  const money = moneyLine(pass);
  return money === null ? lines : [...lines, money];
}

function moneyLine({ language, status, paymentStatus, refunded, total }: PassView): string | null {
  const { nothing, all, part, under } = PASS_WORDS[language].money;
  if (paymentStatus === 'voided' || paymentStatus === 'expired') return nothing;
  if (refunded.amount >= total.amount) return all;
  if (status === 'canceled' || status === 'refunded') return under;
  return refunded.amount > 0n ? part : null;
}

/** Plain forms: they work without scripts, and come back to this page. */
function PassActions({ pass }: { pass: PassView }) {
  const words = PASS_WORDS[pass.language];
  const path = `/orders/${pass.orderId}/pass`;
  return (
    <div className="mt-3 grid gap-3">
      {pass.arrivedAt ? null : (
        <form method="post" action={`${path}/arrive`}>
          <Button type="submit" variant="primary" size="sheet">{words.here}</Button>
        </form>
      )}
      {pass.status === 'paid' ? (
        <details>
          <summary className={buttonLook({ variant: 'danger-quiet' }, 'list-none')}>{words.cancel}</summary>
          <form method="post" action={`${path}/cancel`} className="mt-2 grid gap-3 sm:flex sm:items-center sm:justify-between">
            <p className="text-muted">{words.cancelTells}</p>
            <Button type="submit" variant="danger">{words.cancelConfirm}</Button>
          </form>
        </details>
      ) : null}
    </div>
  );
}

function PassPlace({ pass, now }: { pass: PassView; now: Date }) {
  const words = PASS_WORDS[pass.language];
  const { address, merchantPhone, orderId } = pass;
  return (
    <>
      <div className="mt-3">
        <FactList
          facts={[
            ...(address === null ? [] : [{ label: words.where, value: address }]),
            { label: words.placed, value: <time dateTime={pass.placedAt.toISOString()} className="tabular">{passTime(pass, pass.placedAt, now)}</time> },
            { label: words.orderId, value: <CopyId id={orderId} what="order id" /> },
          ]}
        />
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        {address === null ? null : (
          <a className={buttonLook({})} href={`https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`} rel="noreferrer">{words.directions}</a>
        )}
        {merchantPhone === null ? null : <a className={buttonLook({})} href={`tel:${merchantPhone.replace(/[^\d+]/g, '')}`}>{words.call} {merchantPhone}</a>}
      </div>
    </>
  );
}

function PassItems({ pass: { language, lines, totals, refunded } }: { pass: PassView }) {
  const words = PASS_WORDS[language];
  const locale = tagOf(language);
  return (
    <PricedLines lines={lines} totals={totals.map(({ label, amount }) => ({ label: words.totals[label] ?? label, amount }))} mark={() => null} locale={locale}>
      {refunded.amount > 0n ? (
        <div className="flex items-baseline justify-between gap-3 px-4 py-1 text-muted sm:px-5">
          <dt>{words.refunded}</dt>
          <dd className="tabular">{amountText(refunded, { code: true, locale })}</dd>
        </div>
      ) : null}
    </PricedLines>
  );
}

/** For who has the order's id alone. */
function LostLink({ pass: { language, orderId } }: { pass: PassView }) {
  const words = PASS_WORDS[language];
  return (
    <Section title={words.lost}>
      <p className="text-muted">{words.lostTells}</p>
      <form method="post" action={`/orders/${orderId}/pass/link`} className="mt-3">
        <Button type="submit">{words.send}</Button>
      </form>
    </Section>
  );
}
