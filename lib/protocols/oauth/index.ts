import type { Endpoint } from '@/lib/http/endpoint';
import { postConfirmConsent, postConsent, postDenyDevice, postDeviceLookup } from './consents';
import { postDeviceAuthorization } from './device-authorization';
import { postIntrospect } from './introspect';
import { getAuthorizationServer, getJwks, getMcpResource, getMerchantMcpResource, getMerchantResource, getProtectedResource } from './metadata';
import { getDeviceQr } from './qr';
import { postRegister } from './register';
import { postRevoke } from './revoke';
import { postToken } from './token';

export {
  getAuthorizationServer, getDeviceQr, getJwks, getMcpResource, getMerchantMcpResource, getMerchantResource, getProtectedResource, postConfirmConsent, postConsent, postDenyDevice,
  postDeviceAuthorization, postDeviceLookup, postIntrospect, postRegister, postRevoke, postToken,
};
export { type AuthorizationAnswer, readAuthorization } from './authorize';
export { renderFailure } from './errors';

/** OAuth 2.0 for agents: tokens, consent, registration, introspection, revocation, metadata. */
export const endpoints: readonly Endpoint[] = [
  postToken,
  postDeviceAuthorization,
  getDeviceQr,
  postRegister,
  postDeviceLookup,
  postDenyDevice,
  postConsent,
  postConfirmConsent,
  postIntrospect,
  postRevoke,
  getJwks,
  getAuthorizationServer,
  getProtectedResource,
  getMerchantResource,
  getMcpResource,
  getMerchantMcpResource,
];
