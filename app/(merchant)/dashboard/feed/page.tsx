import type { Metadata } from 'next';
import { FeedActions } from '@/components/merchant/feed-actions';
import { FeedFiles } from '@/components/merchant/feed-files';
import { FeedRefusals } from '@/components/merchant/feed-refusals';
import { FeedTargetForm } from '@/components/merchant/feed-target-form';
import { RefreshSoon } from '@/components/merchant/refresh-soon';
import { feedState } from '@/components/merchant/words';
import { FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { requireMerchant } from '@/lib/entrance/page-ctx';
import { loadFeed, type FeedView } from '@/lib/feed';
import { loadMerchantHome } from '@/lib/merchant';

export const metadata: Metadata = { title: 'Product feed' };

export default async function FeedPage() {
  const { ctx, merchantId, role } = await requireMerchant('/dashboard/feed');
  const [feed, { handle }] = await Promise.all([loadFeed(ctx, merchantId), loadMerchantHome(ctx, merchantId)]);
  const state = feed && feedState(feed);
  return (
    <>
      <PageHeader title="Product feed" mark={state ? <StatusPill tone={state.tone}>{state.text}</StatusPill> : null}>
        Your catalogue as the platforms of agents read it: the whole of it once, then each change.
      </PageHeader>
      {feed?.error ? <FeedFault feed={feed} /> : null}
      <Section title="State">
        {feed ? (
          <>
            <FactList facts={factsOf(feed)} />
            {role === 'staff' ? null : <FeedActions mayRemove={role === 'owner'} />}
          </>
        ) : (
          <EmptyState>Nothing is published to a platform yet. {role === 'owner' ? 'Name one below.' : 'The owner names one.'}</EmptyState>
        )}
      </Section>
      {feed && feed.refusedCount > 0 ? (
        <Section title="Refused items" aside={`${feed.refusedCount}`}>
          <FeedRefusals refusals={feed.refusals} />
        </Section>
      ) : null}
      {role === 'owner' ? (
        <Section title="Target">
          <FeedTargetForm url={feed?.url ?? ''} />
        </Section>
      ) : null}
      <Section title="Files">
        <FeedFiles base={`${ctx.settings.publicOrigin}/m/${handle}/feed`} />
      </Section>
      {feed?.status === 'active' && feed.waitingCount > 0 ? <RefreshSoon /> : null}
    </>
  );
}

function factsOf({ url, feedId, setAt, waitingCount, lastRun, nextTryAt }: FeedView) {
  return [
    { label: 'Published to', value: url },
    { label: 'Since', value: <Time at={setAt} /> },
    { label: 'Feed id', value: feedId === null ? 'not made yet' : <CopyId id={feedId} what="feed id" /> },
    { label: 'Waiting', value: `${waitingCount} ${waitingCount === 1 ? 'item' : 'items'}` },
    ...(lastRun
      ? [
          { label: lastRun.endedAt ? 'Last run' : 'This run', value: <Time at={lastRun.endedAt ?? lastRun.startedAt} /> },
          { label: 'Accepted', value: `${lastRun.acceptedCount}` },
          { label: 'Refused', value: `${lastRun.refusedCount}` },
        ]
      : []),
    ...(nextTryAt ? [{ label: 'Next try', value: <Time at={nextTryAt} /> }] : []),
  ];
}

/** What the target said, and what becomes of it. */
function FeedFault({ feed: { error, status, nextTryAt } }: { feed: FeedView }) {
  if (error === null) return null;
  const stopped = status === 'stopped';
  return (
    <Notice tone={stopped ? 'danger' : 'warning'} title={stopped ? 'Publishing is stopped' : 'The target could not take the feed'} className="mt-6">
      <p>
        {error.status === null ? 'No answer' : `Answer ${error.status}`}, <Time at={error.at} />: {error.message || error.code}
      </p>
      <p className="mt-0.5 text-muted">{stopped ? 'Mend the target, then publish everything again.' : nextTryAt ? 'It is tried again by itself. Nothing is lost.' : null}</p>
    </Notice>
  );
}
