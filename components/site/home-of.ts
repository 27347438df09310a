/** Where someone who is signed in belongs: owners to their wallet, a merchant's people to its console. */
export function homeOf(session: { walletId: string | null; merchantId: string | null } | null): { href: string; label: string } | null {
  if (session?.walletId) return { href: '/wallet', label: 'Wallet' };
  return session?.merchantId ? { href: '/dashboard/orders', label: 'Dashboard' } : null;
}
