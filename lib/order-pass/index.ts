export type { PassLanguage, PassView } from './types';
export { tellCustomer } from './tell-customer';
export { loadPass } from './view';
export { toLanguage } from './language';
export { opensPass } from './pass-secret';
export { openPass } from './open-pass';
export { arrive, type ArriveRefusal } from './arrive';
export { cancelPass, type CancelPassRefusal } from './cancel-pass';
export { sendLink, type SendLinkRefusal } from './send-link';
