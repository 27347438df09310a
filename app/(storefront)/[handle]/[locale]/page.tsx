import type { Metadata } from 'next';
import { StorefrontPage } from '@/components/storefront/storefront-page';
import { publicOrigin } from '@/lib/entrance/public-origin';
import { loadStorefront } from '../../load-storefront';
import { storefrontMetadata } from '../../metadata';
import { requireStorefront } from '../../visit';

type Props = { params: Promise<{ handle: string; locale: string }> };

const shownAt = async ({ params }: Props) => requireStorefront(await params);

export async function generateMetadata(props: Props): Promise<Metadata> {
  return storefrontMetadata(await shownAt(props), false);
}

/** A merchant's storefront in one of its published languages. */
export default async function LocalStorefront(props: Props) {
  return <StorefrontPage view={await loadStorefront(await shownAt(props), false)} publicOrigin={publicOrigin()} />;
}
