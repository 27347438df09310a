'use client';

import { act } from '@/components/client/http';

/** Signs the operator out. */
export function LeaveButton() {
  const leave = async () => {
    await act('DELETE', '/api/v1/ops/session');
    window.location.assign('/ops/sign-in');
  };
  return (
    <button type="button" onClick={() => void leave()} className="cursor-pointer rounded-control py-1 text-[13px]/5 text-muted hover:text-fg">
      Sign out
    </button>
  );
}
