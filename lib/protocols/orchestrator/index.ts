import type { Endpoint } from '@/lib/http/endpoint';
import { postA2aCart, postA2aCheckout } from './a2a';
import { postCartCommand } from './cart-commands';
import { getDeadLetters, postReplay } from './dead-letters';
import { postEvent } from './events';
import { postExecute } from './execute';
import { getInspector, putInspector } from './inspector';
import { deleteOpsSession, getActions, getOverview, getTrace, postOpsSession } from './operator';
import { postCapture, postRefund, postVoid } from './payments';
import { getReports, postReconciliation, postRepair } from './reconciliation';
import { getReservations } from './reservations';
import { deleteOpsWebhook, getOpsWebhooks, postOpsWebhook } from './webhooks';

export { outboxEndpoint } from './outbox';
export { deleteOpsSession, deleteOpsWebhook, getActions, getDeadLetters, getInspector, getOpsWebhooks, getOverview, getReports, getReservations, getTrace, postA2aCart, postA2aCheckout, postCapture, postCartCommand, postEvent, postExecute, postOpsSession, postOpsWebhook, postReconciliation, postRefund, postRepair, postReplay, postVoid, putInspector };

/** The orchestrator (seeds/commerce-orchestrator.txt): carts by command, their execution, the payments that come of it, and the outbox. */
export const endpoints: readonly Endpoint[] = [
  postCartCommand, postExecute, postCapture, postVoid, postRefund, postEvent, postA2aCart, postA2aCheckout, getDeadLetters, postReplay, postReconciliation, postRepair, getReports, postOpsWebhook,
  getOpsWebhooks, deleteOpsWebhook, postOpsSession, deleteOpsSession, getOverview, getTrace, getActions, getReservations, getInspector, putInspector,
];
