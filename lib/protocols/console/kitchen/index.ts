import type { Endpoint } from '@/lib/http/endpoint';
import { getKitchen, getKitchenEvents } from './board';
import { postKitchenCommands } from './commands';
import { patchKitchenState, postItemSnooze } from './state';

export { getKitchen, getKitchenEvents, patchKitchenState, postItemSnooze, postKitchenCommands };
export type { BoardBody, ItemBody, KitchenBody, TicketBody } from './to-wire';

/** What a merchant's kitchen does. */
export const endpoints: readonly Endpoint[] = [getKitchen, getKitchenEvents, postKitchenCommands, patchKitchenState, postItemSnooze];
