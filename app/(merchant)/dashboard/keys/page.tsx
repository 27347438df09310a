import type { Metadata } from 'next';
import { AllowedOrigins } from '@/components/merchant/allowed-origins';
import { RequestKeys } from '@/components/merchant/request-keys';
import { Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { listSigningApiKeys } from '@/lib/auth';
import { requireMerchant } from '@/lib/entrance/page-ctx';
import { listAllowedOrigins } from '@/lib/merchant';

export const metadata: Metadata = { title: 'Keys' };

export default async function KeysPage() {
  const { ctx, merchantId, role } = await requireMerchant('/dashboard/keys');
  if (role === 'staff') {
    return (
      <>
        <PageHeader title="Keys" />
        <div className="mt-6">
          <EmptyState>Keys are for owners and managers of the store.</EmptyState>
        </div>
      </>
    );
  }
  const [apiKeys, origins] = await Promise.all([listSigningApiKeys(ctx, merchantId), listAllowedOrigins(ctx, merchantId)]);
  return (
    <>
      <PageHeader title="Keys">What platforms call your store with, and from which web pages.</PageHeader>
      {apiKeys.length === 0 ? (
        <div className="mt-6">
          <EmptyState>There is no API key yet.</EmptyState>
        </div>
      ) : null}
      {apiKeys.map(({ id, name, createdAt, requestKeys }) => (
        <RequestKeys
          key={id}
          apiKeyId={id}
          name={name}
          createdAt={createdAt}
          requestKeys={requestKeys.map((key) => ({ id: key.id, kid: key.jwk.kid ?? null, algorithm: key.jwk.kty === 'OKP' ? 'Ed25519' : 'ES256', addedAt: key.addedAt }))}
        />
      ))}
      <Section title="Web pages">
        <AllowedOrigins origins={origins} />
      </Section>
    </>
  );
}
