import { emit, type Ctx } from '@/lib/ports';
import { ownersDefault } from './choices';
import { listRecipients, noteTold } from './store';
import type { StoreNotice } from './types';
import { composeStoreMail } from './words';

/**
 * Promises the owners and managers of a merchant a mail about something, those who want it and have proved their address, each in the language of their
 * console. In the caller's transaction; of one subject once, however often it is called.
 */
export async function tellStore(tx: Ctx, notice: StoreNotice): Promise<void> {
  const recipients = await listRecipients(tx, { ...notice, ownersDefault: ownersDefault(notice.event) });
  if (recipients.length === 0 || !(await noteTold(tx, notice))) return;
  const link = (path: string): string => `${tx.settings.publicOrigin}${path}`;
  for (const recipient of recipients) {
    const payload = { recipient: recipient.email, ...composeStoreMail(notice, recipient, link) };
    await emit(tx, { topic: 'mail.send', aggregateId: `store:${notice.subject}:${recipient.email}`, tenantId: notice.merchantId, payload });
  }
}
