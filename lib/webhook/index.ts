export { AGENT_EVENTS, type AgentEvent, type AgentEventType, type WebhookDelivery, type WebhookEndpoint } from './types';
export { registerEndpoint, type RegisteredEndpoint, type RegisterEndpoint } from './register-endpoint';
export { announce } from './announce';
export { deliverWebhook } from './deliver-webhook';
export { deleteEndpoint, listEndpoints } from './store';
