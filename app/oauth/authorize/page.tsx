import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EnrolPasskey } from '@/components/account/enrol-passkey';
import { AuthorizeConsent } from '@/components/consent/authorize-consent';
import { MessagePage } from '@/components/site/message-page';
import { TaskPage } from '@/components/site/shell';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { pageCtx, requireOwner } from '@/lib/entrance/page-ctx';
import { toAmountLimit } from '@/lib/grant';
import { readAuthorization } from '@/lib/protocols/oauth';
import { loadWalletHome } from '@/lib/wallet';

export const metadata: Metadata = { title: 'Allow access', robots: { index: false } };

type Search = Record<string, string | string[] | undefined>;

const toQuery = (search: Search): URLSearchParams =>
  new URLSearchParams(Object.entries(search).flatMap(([name, value]) => [value ?? []].flat().map((each): [string, string] => [name, each])));

/** The authorization endpoint (RFC 6749 section 3.1): a fault goes to the client only once the client and its redirect are known. */
export default async function AuthorizePage({ searchParams }: { searchParams: Promise<Search> }) {
  const query = toQuery(await searchParams);
  const answer = await readAuthorization((await pageCtx()).ctx, query);
  if (answer.kind === 'untrusted') {
    return (
      <MessagePage title="This request cannot be trusted" actions={<LinkButton href="/">Go to the start</LinkButton>}>
        {answer.message} Nothing was shared.
      </MessagePage>
    );
  }
  if (answer.kind === 'refused') redirect(answer.location);
  const { ctx, walletId, displayName } = await requireOwner(`/oauth/authorize?${query.toString()}`);
  const { hasPasskey } = await loadWalletHome(ctx, walletId);
  const { client, redirectUri, asked } = answer.authorization;
  return (
    <TaskPage
      title={`Allow ${client.name}?`}
      lead={
        <>
          It will act for you within what you set here, and you return to <span className="font-mono text-[13px]/5 wrap-anywhere">{hostOf(redirectUri)}</span>. We
          have not checked who it is.
        </>
      }
      foot={`You are signed in as ${displayName}.`}
    >
      {hasPasskey ? (
        <AuthorizeConsent query={query.toString()} asked={{ permissions: asked.permissions, limits: asked.limits.map(toAmountLimit), merchants: asked.merchants }} denyUrl={answer.denyUrl} />
      ) : (
        <EmptyState action={<EnrolPasskey />}>An agent needs a mandate that your passkey signed. Add a passkey first.</EmptyState>
      )}
    </TaskPage>
  );
}

/** What a person can compare: the host, or the scheme of an app. */
function hostOf(uri: string): string {
  const { host, protocol } = new URL(uri);
  return host === '' ? protocol : host;
}
