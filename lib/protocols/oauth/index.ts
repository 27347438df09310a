import type { Endpoint } from '@/lib/http/endpoint';
import { postIntrospect } from './introspect';
import { getAuthorizationServer, getJwks, getProtectedResource } from './metadata';
import { postRevoke } from './revoke';
import { postToken } from './token';

export { getAuthorizationServer, getJwks, getProtectedResource, postIntrospect, postRevoke, postToken };
export { renderFailure } from './errors';

/** OAuth 2.0 for agents: token, introspection, revocation, metadata. */
export const endpoints: readonly Endpoint[] = [postToken, postIntrospect, postRevoke, getJwks, getAuthorizationServer, getProtectedResource];
