import { z } from 'zod';
import { answerCoded } from '@/lib/http/coded-failure';
import { chooseStoreNotices, loadStoreChoices, STORE_EVENTS } from '@/lib/store-notice';
import { consoleEndpoint, readBody } from './endpoint';

export const NotificationsBody = z.partialRecord(z.enum(STORE_EVENTS), z.boolean());

/** {order, cancellation, return, payments, webhook}: what this person is told of by mail. Of owners and managers. */
export const getNotifications = consoleEndpoint('GET', '/merchant/notifications', 'manager', async (ctx, _request, { merchantId, userId }) =>
  answerCoded(200, await loadStoreChoices(ctx, { merchantId, userId })),
);

/** Some of them -> all of them. */
export const patchNotifications = consoleEndpoint('PATCH', '/merchant/notifications', 'manager', async (ctx, request, { merchantId, userId }) => {
  const choices = await readBody(request, NotificationsBody);
  return answerCoded(200, await chooseStoreNotices(ctx, { merchantId, userId, choices }));
});
