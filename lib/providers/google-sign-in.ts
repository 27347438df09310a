import * as oauth from 'oauth4webapi';
import { traceOutbound } from '@/lib/http/trace-outbound';
import { err, ok } from '@/lib/kernel/result';
import { Unavailable, type FederatedSignInPort } from '@/lib/ports';

/** `issuer`: Google itself, or another OpenID provider that stands in for it. */
export type GoogleConfig = { readonly clientId: string; readonly clientSecret: string; readonly issuer: string };

const TIMEOUT_MS = 5_000;
const DISCOVERED_MS = 60 * 60 * 1000;

const ask = (url: string, options: oauth.CustomFetchOptions<string, URLSearchParams | undefined>): Promise<Response> =>
  traceOutbound({ method: options.method, url: new URL(url) }, (headers) => fetch(url, { ...options, headers: { ...headers, ...options.headers } }), ({ status }) => status);

/**
 * Signing in with Google: OpenID Connect by authorization code with PKCE, state and nonce (OpenID Connect Core 3.1). The ID token comes
 * straight from the token endpoint, so TLS vouches for it (3.1.3.7); issuer, audience, expiry and nonce are checked all the same. An http
 * issuer is taken on a loopback address alone, which lib/env.ts makes sure of.
 */
export function googleSignIn({ clientId, clientSecret, issuer: issuerUrl }: GoogleConfig): FederatedSignInPort {
  const issuer = new URL(issuerUrl);
  const client: oauth.Client = { client_id: clientId };
  const authentication = oauth.ClientSecretPost(clientSecret);
  const options = () => ({ [oauth.allowInsecureRequests]: issuer.protocol === 'http:', signal: AbortSignal.timeout(TIMEOUT_MS), [oauth.customFetch]: ask });
  let known: { readonly server: oauth.AuthorizationServer; readonly untilMs: number } | null = null;

  async function discover(nowMs: number): Promise<oauth.AuthorizationServer> {
    if (known && known.untilMs > nowMs) return known.server;
    try {
      const response = await oauth.discoveryRequest(issuer, { ...options(), algorithm: 'oidc' });
      const server = await oauth.processDiscoveryResponse(issuer, response);
      known = { server, untilMs: nowMs + DISCOVERED_MS };
      return server;
    } catch (error) {
      throw new Unavailable('Google does not answer. Try again, or use another way to sign in.', { cause: error });
    }
  }

  return {
    async begin(ctx, { redirectUri }) {
      const server = await discover(ctx.clock.now().getTime());
      if (server.authorization_endpoint === undefined) throw new Unavailable('Google does not say where to sign in.');
      const secrets = { state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce(), codeVerifier: oauth.generateRandomCodeVerifier() };
      const url = new URL(server.authorization_endpoint);
      const parameters = {
        client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid email profile', state: secrets.state, nonce: secrets.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(secrets.codeVerifier), code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return { url: url.href, secrets };
    },

    async finish(ctx, { redirectUri, callback, secrets }) {
      const server = await discover(ctx.clock.now().getTime());
      try {
        const answered = oauth.validateAuthResponse(server, client, callback, secrets.state);
        const response = await oauth.authorizationCodeGrantRequest(server, client, authentication, answered, redirectUri, secrets.codeVerifier, options());
        const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: secrets.nonce, requireIdToken: true });
        const claims = oauth.getValidatedIdTokenClaims(tokens);
        if (claims === undefined || typeof claims.email !== 'string') return err({ code: 'refused' });
        const displayName = typeof claims.name === 'string' ? claims.name : '';
        return ok({ subject: claims.sub, email: claims.email, emailVerified: claims.email_verified === true, displayName });
      } catch (error) {
        ctx.log.warn({ err: error }, 'a sign-in with Google was not completed');
        return err({ code: 'refused' });
      }
    },
  };
}
