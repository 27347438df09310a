/** What an agent may be told of (rules.md, Webhooks; the seed's flow 4; returns: the seed's phase 2). */
export const AGENT_EVENTS = [
  'step_up.approved',
  'step_up.rejected',
  'step_up.expired',
  'session.created',
  'session.updated',
  'session.authorized',
  'session.completed',
  'session.failed',
  'session.cancelled',
  'return.approved',
  'return.refused',
  'return.refunded',
  'order.updated',
] as const;
export type AgentEventType = (typeof AGENT_EVENTS)[number];

/** What a merchant may be told of its payments at the network (specs/systems.md, Network). failed: the card's bank did not answer in time. */
export const PAYMENT_EVENTS = [
  'payment.authorized',
  'payment.declined',
  'payment.failed',
  'payment.captured',
  'payment.voided',
  'payment.refunded',
  'payment.expired',
] as const;
export type PaymentEventType = (typeof PAYMENT_EVENTS)[number];

/** What an agent platform may be told of the orders it made (ACP, Webhooks). */
export const ORDER_EVENTS = ['order_create', 'order_update'] as const;
export type OrderEventType = (typeof ORDER_EVENTS)[number];
export const isOrderEvent = (type: string): type is OrderEventType => (ORDER_EVENTS as readonly string[]).includes(type);

/** The same of every wire in a few plain facts, as the orchestrator tells it (rules.md, Orchestrator). */
export const PLAIN_ORDER_EVENTS = ['order.created', 'order.updated'] as const;
export type PlainOrderEventType = (typeof PLAIN_ORDER_EVENTS)[number];

/** What the orchestrator's endpoints may be told of. */
export const OPS_TOPICS = [...PLAIN_ORDER_EVENTS, 'payment.captured', 'payment.voided', 'payment.refunded'] as const;
export type OpsTopic = (typeof OPS_TOPICS)[number];

/** What a merchant may be told of: its orders, its payments, and what became of agents that paid it (rules.md, Webhooks). */
export const MERCHANT_EVENTS = [...ORDER_EVENTS, ...PLAIN_ORDER_EVENTS, ...PAYMENT_EVENTS, 'token.revoked', 'agent.deactivated', 'agent.secret_rotated'] as const;
export type MerchantEventType = (typeof MERCHANT_EVENTS)[number];

/** Something that happened to an order, as it goes over the wire. What is told of one order arrives in the order it happened. */
export type OrderEvent = {
  readonly merchantId: string;
  readonly orderId: string;
  /** The same however often it is told. */
  readonly eventId: string;
  readonly type: OrderEventType;
  /** The order, in the shape of the version that its session was completed with. */
  readonly data: object;
};

/**
 * pending: not told yet, and to be tried. delivered: answered 2xx. refused: the endpoint said that it is no use to try again. failed: tried as
 * often as it may be. Both can be sent again by hand.
 */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'refused', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What an endpoint of a merchant is posted: the very text, under the event's own id. */
export type MerchantDelivery = {
  readonly id: string;
  readonly merchantId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly eventId: string;
  readonly type: MerchantEventType;
  /** Of an order's event. */
  readonly orderId: string | null;
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly attemptCount: number;
  readonly createdAt: Date;
};

/** What came of one time that a delivery was posted. */
export type AttemptOutcome = {
  readonly at: Date;
  readonly durationMs: number;
  /** An answer, or why there was none. */
  readonly answer: { readonly status: number; readonly text: string } | { readonly error: string };
  /** By a person. */
  readonly resent: boolean;
};

/** Something that happened to an order of a merchant, in plain facts. */
export type PlainOrderEvent = {
  readonly type: PlainOrderEventType;
  readonly merchantId: string;
  readonly orderId: string;
  /** The same however often it is told. */
  readonly eventId: string;
  readonly data: Readonly<Record<string, string>>;
};

/** Something that happened to a payment of a merchant. What is told of one payment arrives in the order it happened. */
export type PaymentEvent = {
  readonly type: PaymentEventType;
  readonly merchantId: string;
  readonly transactionId: string;
  readonly data: Readonly<Record<string, string>>;
};

export type SignatureScheme = 'webhook' | 'orchestrator';

export type MerchantWebhookEndpoint = {
  readonly id: string;
  readonly merchantId: string;
  readonly url: string;
  readonly events: readonly MerchantEventType[];
  /** How deliveries are signed: X-Webhook-Signature, or the orchestrator's X-Signature. Order events of ACP are signed as ACP says on either. */
  readonly signature: SignatureScheme;
  readonly createdAt: Date;
};

/** Something that happened to an agent. */
export type MerchantEvent = {
  readonly type: Exclude<MerchantEventType, PaymentEventType | OrderEventType | PlainOrderEventType>;
  readonly agentId: string;
  /** This merchant alone; left out: every merchant that the agent paid. */
  readonly merchantId?: string;
  /** What one merchant is told: never limits or usage, and nothing by which two merchants could compare owners. */
  readonly dataFor: (merchantId: string) => Readonly<Record<string, string>>;
};

export type WebhookEndpoint = {
  readonly id: string;
  readonly walletId: string;
  readonly agentId: string;
  readonly url: string;
  readonly events: readonly AgentEventType[];
  readonly createdAt: Date;
};

export type EventData = Readonly<Record<string, string | true>>;

/** Something that happened to a session of an agent, or to what it bought with one. */
export type AgentEvent = {
  readonly type: AgentEventType;
  readonly agentId: string;
  /** The checkout: what is told of one arrives in the order it happened. */
  readonly sessionId: string;
  /** The same however often it is promised; left out: a new one. */
  readonly eventId?: string;
  /** As it goes over the wire: ids, words, decimals and facts; never a payment token or any other secret. */
  readonly data: EventData;
};

/** One event on its way to one endpoint, as the outbox keeps it. */
export type WebhookDelivery = {
  readonly endpointId: string;
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly data: EventData;
};
