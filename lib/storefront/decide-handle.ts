import { isAllowedHandle } from '@/lib/kernel/merchant-handle';

const LONGEST = 40;
const TRIES = 9;

/** A handle that waits for the store's name. */
export const PLACEHOLDER = /^new-store-[0-9a-z]{10}$/;

/** How a store of this name may be called in addresses, the best first; `random` is for when all of those are somebody's. */
export function decideHandles(name: string, random: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  const base = isAllowedHandle(plain) ? plain : `${plain === '' ? '' : `${plain.slice(0, LONGEST - 6)}-`}store`;
  const numbered = Array.from({ length: TRIES }, (_, index) => (index === 0 ? base : withSuffix(base, `${index + 1}`)));
  return [...numbered, withSuffix(base, random)].filter(isAllowedHandle);
}

const withSuffix = (base: string, suffix: string): string => `${base.slice(0, LONGEST - suffix.length - 1).replace(/-+$/, '')}-${suffix}`;
