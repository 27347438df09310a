export type Block = { readonly title: string; readonly text: string; readonly what: string; readonly code: string };

/** What to paste where, so that an agent can ask for access to this wallet. `origin` is where it will call. */
export function connectBlocks(origin: string): readonly Block[] {
  const oauth = `${origin}/api/agent/v1/oauth`;
  return [
    {
      title: 'Claude',
      text: 'Paste this into a conversation or a project where Claude can run commands. It asks for access and shows you a code.',
      what: 'Instructions for Claude',
      code: [
        `You can shop for me through my Countersign wallet at ${origin}.`,
        `1. Ask for access: POST ${oauth}/device_authorization`,
        '   with the form fields agent_name=Claude and scope="browse_products create_cart initiate_purchase complete_purchase view_orders".',
        '2. Show me user_code and verification_uri_complete, and wait for me.',
        `3. Poll POST ${oauth}/token with grant_type=urn:ietf:params:oauth:grant-type:device_code`,
        '   and device_code, every 5 seconds. Keep client_id and client_secret: they are told once.',
        `4. Then follow ${origin}/docs. When a purchase answers step_up_required, show me approval_url and wait.`,
      ].join('\n'),
    },
    {
      title: 'ChatGPT',
      text: 'For a connector or an action that signs in with OAuth. It registers itself, or by the command below; PKCE is required.',
      what: 'OAuth settings for ChatGPT',
      code: [
        `Authorization URL  ${origin}/oauth/authorize`,
        `Token URL          ${oauth}/token`,
        `Registration URL   ${oauth}/register`,
        'Scope              browse_products create_cart initiate_purchase complete_purchase view_orders',
        'Client secret      none (public client, PKCE S256)',
      ].join('\n'),
    },
    {
      title: 'Your own',
      text: 'A device code: your agent shows it, you approve on any screen, and it fetches its credentials once.',
      what: 'Command that asks for access',
      code: [
        `curl -s ${oauth}/device_authorization \\`,
        '  -d agent_name="My agent" -d scope="browse_products create_cart initiate_purchase"',
        `curl -s ${oauth}/token -d device_code="$DEVICE_CODE" \\`,
        '  -d grant_type=urn:ietf:params:oauth:grant-type:device_code',
      ].join('\n'),
    },
  ];
}

/** How an agent uses a pairing code. */
export const pairingCommand = (origin: string, code: string): string =>
  [
    `curl -s ${origin}/api/agent/v1/access-request \\`,
    `  -H "Content-Type: application/json" -d '{"pairing_code": "${code}", "agent_name": "My agent"}'`,
  ].join('\n');
