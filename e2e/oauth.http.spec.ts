import * as oauth from 'oauth4webapi';
import { call, makeAgent, must } from './fixtures/api';
import { expect, test } from './fixtures/test';

// A client that we did not write: oauth4webapi checks discovery, token, introspection and revocation as their RFCs say.
const LOOPBACK = { [oauth.allowInsecureRequests]: true } as const;

test('oauth4webapi discovers the wallet, gets a token, introspects it as a merchant and revokes it', async ({ server }) => {
  const issuer = new URL(server.demo.baseUrl);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...LOOPBACK }));
  const agent = await makeAgent(server);
  const client: oauth.Client = { client_id: agent.clientId };
  const authentication = oauth.ClientSecretBasic(agent.clientSecret);

  const granted = await oauth.processClientCredentialsResponse(as, client, await oauth.clientCredentialsGrantRequest(as, client, authentication, { scope: 'create_cart' }, LOOPBACK));
  expect(granted).toMatchObject({ token_type: 'bearer', expires_in: 600, scope: 'create_cart' });

  const [merchant] = server.demo.merchants;
  if (!merchant) throw new Error('the demo world has merchants');
  const asMerchant: oauth.Client = { client_id: merchant.handle };
  const introspect = async (): Promise<oauth.IntrospectionResponse> => {
    const response = await oauth.introspectionRequest(as, asMerchant, oauth.ClientSecretBasic(merchant.apiKey), granted.access_token, LOOPBACK);
    return oauth.processIntrospectionResponse(as, asMerchant, response);
  };
  const known = await introspect();
  expect(known).toMatchObject({ active: true, client_id: agent.clientId, scope: 'create_cart' });
  expect(Object.keys(known).filter((key) => /limit|spent|usage/.test(key))).toEqual([]);

  await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, authentication, granted.access_token, LOOPBACK));
  expect(await introspect()).toEqual({ active: false });
  must(await call(server.baseUrl, { path: '/api/agent/v1/limits', token: granted.access_token }), 401);
});

test('oauth4webapi finds the authorization server from the protected resource', async ({ server }) => {
  const resource = new URL(server.demo.baseUrl);
  const metadata = await oauth.processResourceDiscoveryResponse(resource, await oauth.resourceDiscoveryRequest(resource, LOOPBACK));
  expect(metadata.authorization_servers).toEqual([resource.origin]);
});

test('a wrong secret is told as RFC 6749 says', async ({ server }) => {
  const agent = await makeAgent(server);
  const issuer = new URL(server.demo.baseUrl);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...LOOPBACK }));
  const client: oauth.Client = { client_id: agent.clientId };
  const response = await oauth.clientCredentialsGrantRequest(as, client, oauth.ClientSecretBasic('not the secret'), {}, LOOPBACK);
  await expect(oauth.processClientCredentialsResponse(as, client, response)).rejects.toThrow(/WWW-Authenticate|invalid_client/);
});
