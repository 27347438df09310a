import type { Metadata } from 'next';
import { FeedActions } from '@/components/merchant/feed/feed-actions';
import { FeedFiles } from '@/components/merchant/feed/feed-files';
import { FeedRefusals } from '@/components/merchant/feed/feed-refusals';
import { FeedTargetForm } from '@/components/merchant/feed/feed-target-form';
import { feedState, feedWords, type FeedWords } from '@/components/merchant/feed/feed-words';
import { RefreshSoon } from '@/components/merchant/feed/refresh-soon';
import { FactList, Section } from '@/components/ui/card';
import { CopyId } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { loadFeed, type FeedView } from '@/lib/feed';
import { loadMerchantHome } from '@/lib/merchant';

export const metadata: Metadata = { title: 'Product feed' };

export default async function FeedPage() {
  const { ctx, merchantId, role, uiLocale } = await requireConsole('/dashboard/feed', 'member');
  const words = feedWords(uiLocale);
  const [feed, { handle }] = await Promise.all([loadFeed(ctx, merchantId), loadMerchantHome(ctx, merchantId)]);
  const state = feed && feedState(feed, words);
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title} mark={state ? <StatusPill tone={state.tone}>{state.text}</StatusPill> : null}>
        {words.lead}
      </PageHeader>
      {feed?.error ? <FeedFault feed={feed} words={words} /> : null}
      <Section title={words.state}>
        {feed ? (
          <>
            <FactList facts={factsOf(feed, words)} />
            {role === 'staff' ? null : <FeedActions mayRemove={role === 'owner'} words={words} />}
          </>
        ) : (
          <EmptyState>{words.nothing} {role === 'owner' ? words.nameOne : words.ownerNames}</EmptyState>
        )}
      </Section>
      {feed && feed.refusedCount > 0 ? (
        <Section title={words.refusedItems} aside={`${feed.refusedCount}`}>
          <FeedRefusals refusals={feed.refusals} words={words} />
        </Section>
      ) : null}
      {role === 'owner' ? (
        <Section title={words.target}>
          <FeedTargetForm url={feed?.url ?? ''} words={words} />
        </Section>
      ) : null}
      <Section title={words.files}>
        <FeedFiles base={`${ctx.settings.publicOrigin}/m/${handle}/feed`} words={words} />
      </Section>
      {feed?.status === 'active' && feed.waitingCount > 0 ? <RefreshSoon /> : null}
    </div>
  );
}

function factsOf({ url, feedId, setAt, waitingCount, lastRun, nextTryAt }: FeedView, words: FeedWords) {
  const when = (at: Date) => <Time at={at} locale={words.locale} />;
  return [
    { label: words.publishedTo, value: url },
    { label: words.since, value: when(setAt) },
    { label: words.feedId, value: feedId === null ? words.notMade : <CopyId id={feedId} what={words.copyFeedId} /> },
    { label: words.waiting, value: `${waitingCount} ${waitingCount === 1 ? words.item : words.items}` },
    ...(lastRun
      ? [
          { label: lastRun.endedAt ? words.lastRun : words.thisRun, value: when(lastRun.endedAt ?? lastRun.startedAt) },
          { label: words.accepted, value: `${lastRun.acceptedCount}` },
          { label: words.refused, value: `${lastRun.refusedCount}` },
        ]
      : []),
    ...(nextTryAt ? [{ label: words.nextTry, value: when(nextTryAt) }] : []),
  ];
}

/** What the target said, and what becomes of it. */
function FeedFault({ feed: { error, status, nextTryAt }, words }: { feed: FeedView; words: FeedWords }) {
  if (error === null) return null;
  const stopped = status === 'stopped';
  return (
    <Notice tone={stopped ? 'danger' : 'warning'} title={stopped ? words.isStopped : words.couldNot} className="mt-6">
      <p>
        {error.status === null ? words.noAnswer : `${words.answer} ${error.status}`}, <Time at={error.at} locale={words.locale} />: {error.message || error.code}
      </p>
      <p className="mt-0.5 text-muted">{stopped ? words.mend : nextTryAt ? words.byItself : null}</p>
    </Notice>
  );
}
