'use client';

import { ConsentForm, type AskedView } from './consent-form';

/** Consent to an authorization request: both answers lead back to the client. */
export function AuthorizeConsent({ query, asked, denyUrl }: { query: string; asked: AskedView; denyUrl: string }) {
  return (
    <ConsentForm
      request={{ query }}
      asked={asked}
      onAllowed={() => undefined}
      decline={
        <a href={denyUrl} className="flex h-12 w-full items-center justify-center rounded-[14px] font-medium text-danger hover:bg-danger-tint">
          Decline
        </a>
      }
    />
  );
}
