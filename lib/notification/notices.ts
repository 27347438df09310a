import type { NotificationEvent } from './types';

/**
 * Everything that owners are told of. The titles are all there are: no text of an agent, a merchant or an item is ever in one, so that
 * what a lock screen shows in bold is ours (rules.md: "never in push titles").
 */
export const NOTICES = {
  step_up: { event: 'step_up', title: 'An agent waits for your approval' },
  purchase: { event: 'purchase', title: 'An agent bought something' },
  agent_connected: { event: 'agent_connected', title: 'An agent may now buy for you' },
  agents_stopped: { event: 'security', title: 'Your agents were stopped' },
  recovery_begun: { event: 'security', title: 'Your passkeys will be replaced in 24 hours' },
  recovery_cancelled: { event: 'security', title: 'The recovery of your passkey was cancelled' },
  recovery_finished: { event: 'security', title: 'Your passkeys were replaced' },
} as const satisfies Record<string, { readonly event: NotificationEvent; readonly title: string }>;
export type NoticeKind = keyof typeof NOTICES;
