import type { Keyring } from '@/lib/kernel/keyring';
import type { GivenCard } from './types';

/** What the sealed text of a card was sealed for. */
const SEAL_PURPOSE = 'vault.card';

export type SealedCard = Pick<GivenCard, 'number' | 'expiry' | 'holderName'> & { readonly billingAddress: object | null };

export const sealCard = (keyring: Keyring, card: SealedCard): string => keyring.seal(JSON.stringify(card), SEAL_PURPOSE);

export const openCard = (keyring: Keyring, sealed: string): SealedCard => JSON.parse(keyring.open(sealed, SEAL_PURPOSE)) as SealedCard;
