/** What an owner may choose to be told of. */
export const NOTIFICATION_EVENTS = ['step_up', 'purchase', 'agent_connected', 'security'] as const;
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

/** How they are told. */
export const NOTIFICATION_CHANNELS = ['push', 'email'] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];

/** The whole table: what is on, of each event and channel. */
export type NotificationChoices = Readonly<Record<NotificationEvent, Readonly<Record<NotificationChannel, boolean>>>>;

/** A choice that an owner made. */
export type NotificationChoice = { readonly event: NotificationEvent; readonly channel: NotificationChannel; readonly enabled: boolean };

/** A browser that is told. `fingerprint` is the SHA-256 of its endpoint: by it a browser finds itself in the list. */
export type PushDevice = {
  readonly id: string;
  readonly label: string;
  readonly fingerprint: string;
  readonly createdAt: Date;
  readonly lastDeliveredAt: Date | null;
};

/** What a browser is sent, and public/sw.js shows or withdraws. */
export type PushMessage = {
  readonly type: 'show' | 'withdraw';
  /** Messages of one tag replace each other on a device. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** A path of ours. */
  readonly url: string;
  /** Another: where all agents can be stopped. Left out where there is nothing to stop. */
  readonly stopUrl?: string;
};

/** One message on its way to one device, as the outbox keeps it. */
export type PushDelivery = {
  readonly subscriptionId: string;
  readonly message: PushMessage;
  readonly urgent: boolean;
  /** ISO 8601: later it is of no use, and is not sent. */
  readonly expiresAt: string;
};
