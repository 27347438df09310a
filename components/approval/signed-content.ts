import canonicalize from 'canonicalize';

const toBase64Url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** What the server offers to have signed, as GET /api/step-up/{id} answers it. */
export type SignedContent = { readonly approval_id: string; readonly total: string; readonly currency: string; readonly payment_method_id: string };
export type Shown = { readonly approvalId: string; readonly total: string; readonly currency: string; readonly paymentMethodId: string };

/**
 * True when the challenge is the SHA-256 of the canonical content (RFC 8785), and the content is for the purchase that the page shows. The
 * server checks this too; here it keeps the promise under the button even if an answer was swapped on the way.
 */
export async function signsWhatIsShown(content: SignedContent, challenge: string, shown: Shown): Promise<boolean> {
  const canonical = canonicalize(content);
  if (canonical === undefined) return false;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical));
  return (
    toBase64Url(new Uint8Array(digest)) === challenge &&
    content.approval_id === shown.approvalId &&
    content.total === shown.total &&
    content.currency.toUpperCase() === shown.currency &&
    content.payment_method_id === shown.paymentMethodId
  );
}
