export { NOTIFICATION_CHANNELS, NOTIFICATION_EVENTS, type NotificationChoice, type NotificationChoices, type PushDelivery, type PushDevice } from './types';
export { chooseNotifications, loadChoices } from './choices';
export { subscribeDevice } from './subscribe';
export { notifyOwner, withdrawNotice, type Notice } from './notify-owner';
export { deliverPush } from './deliver-push';
export { listDevices, removeDevice } from './store';
