import type { Metadata } from 'next';
import { StorefrontPage } from '@/components/storefront/storefront-page';
import { publicOrigin } from '@/lib/entrance/public-origin';
import { loadStorefront } from '../load-storefront';
import { storefrontMetadata } from '../metadata';
import { requireStorefront } from '../visit';

type Props = { params: Promise<{ handle: string }> };

const shownAt = async ({ params }: Props) => requireStorefront({ handle: (await params).handle, locale: null });

export async function generateMetadata(props: Props): Promise<Metadata> {
  return storefrontMetadata(await shownAt(props), true);
}

/** A merchant's storefront in the merchant's own language, whatever the reader's browser would like. */
export default async function DefaultStorefront(props: Props) {
  return <StorefrontPage view={await loadStorefront(await shownAt(props), true)} publicOrigin={publicOrigin()} />;
}
