'use client';

import { act } from '@/components/client/http';
import { ActionButton } from '@/components/ui/action-button';

/** Cancels the recovery under way. */
export const KeepPasskeys = () => <ActionButton work={() => act('POST', '/api/account/passkeys/keep', {})}>Cancel the recovery</ActionButton>;
