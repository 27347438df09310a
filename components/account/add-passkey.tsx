'use client';

import { ActionButton } from '@/components/ui/action-button';
import { makeAnother } from './make-passkey';

/** Adds a passkey to those that there are. */
export const AddPasskey = () => (
  <ActionButton className="max-sm:w-full" work={makeAnother}>
    Add another passkey
  </ActionButton>
);
