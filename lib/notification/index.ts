export { NOTIFICATION_CHANNELS, NOTIFICATION_EVENTS, type NotificationChoice, type NotificationChoices, type PushDelivery, type PushDevice } from './types';
export { chooseNotifications, loadChoices } from './choices';
export { subscribeDevice } from './subscribe';
export { notifyOwner, withdrawNotice, type Notice } from './notify-owner';
export { agentWord, payeeWord } from './words';
export { readStopToken } from './stop-link';
export { deliverPush } from './deliver-push';
export { findOwnerEmail, listDevices, removeDevice } from './store';
