import { readJsonOrEmpty } from '@/lib/http/body';
import type { Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { findUrlFault } from '@/lib/http/outbound-url';
import {
  chooseNotifications, listDevices, loadChoices, NOTIFICATION_CHANNELS, NOTIFICATION_EVENTS, removeDevice, subscribeDevice, type PushDevice,
} from '@/lib/notification';
import { stopAgents } from '@/lib/wallet';
import { answer, refusal } from '../errors';
import { ownerEndpoint } from '../owner-endpoint';
import { parseOrRefuse } from '../read-body';
import { ChooseBody, StopBody, SubscribeBody } from './schema';

const BODY_LIMIT_BYTES = 16 * 1024;

/** GET /api/agent/v1/wallet/push-subscriptions: the owner's devices, and the key that a browser subscribes to. */
export const getPushSubscriptions = ownerEndpoint({
  method: 'GET',
  path: '/api/agent/v1/wallet/push-subscriptions',
  handle: async (ctx, _request, { walletId }) =>
    answer(200, { application_server_key: ctx.ports.push.publicKey(ctx), subscriptions: (await listDevices(ctx, walletId)).map(toWire) }),
});

/** POST /api/agent/v1/wallet/push-subscriptions {endpoint, keys{p256dh, auth}, label?, replaces?}: this browser is told from now on. Again, it is the same device. */
export const postPushSubscription = ownerEndpoint({
  method: 'POST',
  path: '/api/agent/v1/wallet/push-subscriptions',
  handle: async (ctx, request, { walletId }) => {
    const { endpoint, keys, label = '', replaces } = parseOrRefuse(SubscribeBody, await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    const fault = findUrlFault(endpoint, ctx.settings.testMode);
    if (fault !== null) throw fail(400, 'invalid_request', `$.endpoint ${fault}`, { param: '$.endpoint' });
    const subscribed = await subscribeDevice(ctx, { walletId, target: { endpoint, ...keys }, label, replaces });
    if (subscribed.ok) return answer(201, toWire(subscribed.value));
    return refusal(409, 'device_limit_reached', `At most ${subscribed.error.max} devices are told.`, {
      next_step: 'Remove one with DELETE /api/agent/v1/wallet/push-subscriptions/{id}.',
    });
  },
});

/** DELETE /api/agent/v1/wallet/push-subscriptions/{id}: nothing more is sent there. */
export const deletePushSubscription = ownerEndpoint({
  method: 'DELETE',
  path: '/api/agent/v1/wallet/push-subscriptions/[id]',
  handle: async (ctx, _request, { walletId, id }) => {
    if (await removeDevice(ctx, { id, walletId })) return answer(200, { id, status: 'deleted' });
    return refusal(404, 'not_found', 'You have no such device.', { next_step: 'See GET /api/agent/v1/wallet/push-subscriptions.' });
  },
});

/** GET /api/agent/v1/wallet/notifications: what the owner is told where. */
export const getNotifications = ownerEndpoint({
  method: 'GET',
  path: '/api/agent/v1/wallet/notifications',
  handle: async (ctx, _request, { walletId }) => answer(200, { events: await loadChoices(ctx, walletId) }),
});

/** PATCH /api/agent/v1/wallet/notifications {events}: changes some of it. Mails about security cannot be switched off. */
export const patchNotifications = ownerEndpoint({
  method: 'PATCH',
  path: '/api/agent/v1/wallet/notifications',
  handle: async (ctx, request, { walletId }) => {
    const { events } = parseOrRefuse(ChooseBody, await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    const choices = NOTIFICATION_EVENTS.flatMap((event) =>
      NOTIFICATION_CHANNELS.flatMap((channel) => {
        const enabled = events[event]?.[channel];
        return enabled === undefined ? [] : [{ event, channel, enabled }];
      }),
    );
    const chosen = await chooseNotifications(ctx, { walletId, choices });
    if (chosen.ok) return answer(200, { events: chosen.value });
    throw fail(400, 'invalid_request', 'Mails about security cannot be switched off.', { param: '$.events.security.email' });
  },
});

/** POST /api/agent/v1/wallet/stop {agents: "all"}: pauses every agent at once. It only narrows, so it needs no passkey; resuming one does. */
export const postStop = ownerEndpoint({
  method: 'POST',
  path: '/api/agent/v1/wallet/stop',
  handle: async (ctx, request, { walletId }) => {
    parseOrRefuse(StopBody, await readJsonOrEmpty(request, BODY_LIMIT_BYTES));
    const stopped = await stopAgents(ctx, walletId);
    return answer(200, {
      stopped: stopped.map(({ id, name }) => ({ agent_id: id, name })),
      next_step: 'Resume an agent with PATCH /api/agent/v1/agents/{id} {"status": "active"} and your passkey.',
    });
  },
});

/** How an owner is told of what their agents do, and stops all of them. */
export const endpoints: readonly Endpoint[] = [getPushSubscriptions, postPushSubscription, deletePushSubscription, getNotifications, patchNotifications, postStop];

const toWire = ({ id, label, fingerprint, createdAt, lastDeliveredAt }: PushDevice): object => ({
  id, label, fingerprint, created_at: createdAt.toISOString(), last_delivered_at: lastDeliveredAt?.toISOString() ?? null,
});
