import type { Metadata } from 'next';
import { AllowedOrigins } from '@/components/merchant/keys/allowed-origins';
import { keyWords } from '@/components/merchant/keys/key-words';
import { RequestKeys } from '@/components/merchant/keys/request-keys';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { listSigningApiKeys } from '@/lib/auth';
import { requireConsole } from '@/lib/entrance/page-ctx';
import { listAllowedOrigins } from '@/lib/merchant';

export const metadata: Metadata = { title: 'Keys' };

export default async function KeysPage() {
  const { ctx, merchantId, role, uiLocale } = await requireConsole('/dashboard/keys', 'member');
  const words = keyWords(uiLocale);
  if (role === 'staff') {
    return (
      <div lang={uiLocale}>
        <PageHeader title={words.title} />
        <div className="mt-6">
          <EmptyState>{words.notForStaff}</EmptyState>
        </div>
      </div>
    );
  }
  const [apiKeys, origins] = await Promise.all([listSigningApiKeys(ctx, merchantId), listAllowedOrigins(ctx, merchantId)]);
  return (
    <div lang={uiLocale}>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      {apiKeys.length === 0 ? (
        <div className="mt-6">
          <EmptyState>{words.none}</EmptyState>
        </div>
      ) : null}
      {apiKeys.map(({ id, name, createdAt, requestKeys }) => (
        <RequestKeys
          key={id}
          apiKeyId={id}
          name={name}
          createdAt={createdAt}
          words={words}
          requestKeys={requestKeys.map((key) => ({ id: key.id, kid: key.jwk.kid ?? null, algorithm: key.jwk.kty === 'OKP' ? 'Ed25519' : 'ES256', addedAt: key.addedAt }))}
        />
      ))}
      <Section title={words.pages}>
        <AllowedOrigins origins={origins} words={words} />
      </Section>
    </div>
  );
}
