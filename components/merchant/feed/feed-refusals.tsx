import { StatusPill } from '@/components/ui/status-pill';
import { Cell, Row, Table, TwoLine, type Column } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { FeedRefusalView } from '@/lib/feed';
import type { FeedWords } from './feed-words';

const columns = (words: FeedWords): readonly Column[] => [{ label: words.anItem }, { label: words.answer, narrow: 'hidden' }, { label: words.when, align: 'right', narrow: 'hidden' }];

/** Items that the target does not take, the latest first, with its own words. */
export function FeedRefusals({ refusals, words }: { refusals: readonly FeedRefusalView[]; words: FeedWords }) {
  return (
    <>
      <Table caption={words.refusedItems} columns={columns(words)}>
        {refusals.map((refusal) => (
          <Row key={refusal.itemId}>
            <Cell>
              <TwoLine second={<Answer refusal={refusal} />}>
                <span className="font-medium">{refusal.itemName}</span> <span className="font-mono text-[12px]/4 text-muted">{refusal.itemId}</span>
              </TwoLine>
            </Cell>
            <Cell narrow="hidden">
              <Answer refusal={refusal} />
            </Cell>
            <Cell align="right" narrow="hidden" className="tabular whitespace-nowrap text-muted">
              <Time at={refusal.at} locale={words.locale} />
            </Cell>
          </Row>
        ))}
      </Table>
      <p className="mt-2 text-[13px]/5 text-muted">{words.sentAgain}</p>
    </>
  );
}

const Answer = ({ refusal: { status, code, message } }: { refusal: FeedRefusalView }) => (
  <span className="wrap-anywhere">
    <StatusPill tone="danger">{status}</StatusPill> {message || code}
  </span>
);
