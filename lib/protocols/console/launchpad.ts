import { goLive, loadLaunchpad, takeOffline, type CheckId, type ChecklistItem, type Launchpad } from '@/lib/console';
import { answerCoded } from '@/lib/http/coded-failure';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { consoleEndpoint, readBody } from './endpoint';
import { refuse } from './errors';
import { NoFields } from './schema';
import { toWorkspaceWire } from './workspace';

/** Why a step is not done yet. */
const REASONS: Record<CheckId, string> = {
  email: 'Nobody has confirmed the email address of the owner: open the link in the mail.',
  profile: 'The owner has not said their name.',
  name: 'The store has no name.',
  address: 'Nobody can find the store without its address and city.',
  phone: 'Customers cannot call: the store has no phone number.',
  hours: 'The store has no opening hours, so nothing can be ordered.',
  menu: 'Nothing on the menu can be bought.',
  payments: 'Customers cannot pay by card: finish your account in the payment hub. You can go live without one, and sell to agents.',
  legal: 'There is no page that says who runs the store. You can go live without one.',
};

const toChecklist = (checklist: readonly ChecklistItem[]) => checklist.map(({ id, done, required }) => ({ id, done, required, reason: done ? null : REASONS[id] }));

const toWire = (ctx: RequestCtx, { checklist, workspace }: Launchpad): object => ({
  status: workspace.status,
  checklist: toChecklist(checklist),
  draft: toWorkspaceWire(ctx, workspace),
});

/** {status, checklist: [{id, done, required, reason}], draft}. Of owners and managers. */
export const getLaunchpad = consoleEndpoint('GET', '/merchant/launchpad', 'manager', async (ctx, _request, { merchantId }) =>
  answerCoded(200, toWire(ctx, await loadLaunchpad(ctx, merchantId))),
);

/** {} -> the launchpad, live. 409 LAUNCH_BLOCKED {details.blockers: [{id, reason}]}. */
export const postGoLive = consoleEndpoint('POST', '/merchant/launchpad/go-live', 'manager', async (ctx, request, { merchantId }) => {
  await readBody(request, NoFields);
  const live = await goLive(ctx, { merchantId });
  if (live.ok) return answerCoded(200, toWire(ctx, live.value));
  return refuse('launch_blocked', { blockers: live.error.blockers.map(({ id }) => ({ id, reason: REASONS[id] })) });
});

/** {} -> the launchpad, a draft again. */
export const postTakeOffline = consoleEndpoint('POST', '/merchant/launchpad/take-offline', 'manager', async (ctx, request, { merchantId }) => {
  await readBody(request, NoFields);
  return answerCoded(200, toWire(ctx, await takeOffline(ctx, { merchantId })));
});
