'use client';

import { ActionButton } from '@/components/ui/action-button';
import type { ButtonSize } from '@/components/ui/button';
import { makeFirst } from './make-passkey';

/** Makes the owner's first passkey. */
export const EnrolPasskey = ({ size = 'control' }: { size?: ButtonSize }) => (
  <ActionButton variant="primary" size={size} work={makeFirst}>
    Add a passkey
  </ActionButton>
);
