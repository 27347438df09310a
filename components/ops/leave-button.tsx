'use client';

import { SignOutButton } from '@/components/account/sign-out-button';
import { act } from '@/components/client/http';

/** Signs the operator out. */
export const LeaveButton = () => <SignOutButton end={async () => (await act('DELETE', '/api/v1/ops/session')) === null} to="/ops/sign-in" />;
