/** Shell text that gets an access token and lists products. `secret` is the agent's own, or the name of a variable that holds it. */
export function firstCalls(origin: string, clientId: string, secret: string): string {
  return [
    `TOKEN=$(curl -s ${origin}/api/agent/v1/oauth/token \\`,
    `  -u "${clientId}:${secret}" -d grant_type=client_credentials \\`,
    `  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -s -H "Authorization: Bearer $TOKEN" ${origin}/api/agent/v1/products`,
  ].join('\n');
}
