import { isChallengeOf } from '@/components/client/challenge';

/** What the server offers to have signed, as GET /api/step-up/{id} answers it. */
export type SignedContent = { readonly approval_id: string; readonly total: string; readonly currency: string; readonly payment_method_id: string };
export type Shown = { readonly approvalId: string; readonly total: string; readonly currency: string; /** Null: the owner's to choose, not the reader's. */ readonly paymentMethodId: string | null };

/** True when the challenge is that of the content, and the content is for the purchase that the page shows. */
export const signsWhatIsShown = async (content: SignedContent, challenge: string, shown: Shown): Promise<boolean> =>
  (await isChallengeOf(content, challenge)) &&
  content.approval_id === shown.approvalId &&
  content.total === shown.total &&
  content.currency.toUpperCase() === shown.currency &&
  (shown.paymentMethodId === null || content.payment_method_id === shown.paymentMethodId);
