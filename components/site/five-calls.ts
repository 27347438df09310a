export type Call = { readonly title: string; readonly text: string; readonly code: string };

/** How an agent buys, as commands that can be run against this server one after another. */
export function fiveCalls(origin: string): readonly Call[] {
  const acp = (key: string) => [
    `  -H "Authorization: Bearer $TOKEN" -H "API-Version: 2026-04-17" \\`,
    `  -H "Idempotency-Key: ${key}" -H "Content-Type: application/json" \\`,
  ];
  return [
    {
      title: 'Get an access token',
      text: 'Client id and secret are shown once, when an owner registers the agent. A token lives ten minutes.',
      code: [`curl -s ${origin}/api/agent/v1/oauth/token \\`, `  -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials`].join('\n'),
    },
    {
      title: 'Find something',
      text: 'The id of a product is its item id in every call. Name another store with the header X-Merchant-Handle.',
      code: `curl -s -H "Authorization: Bearer $TOKEN" ${origin}/api/agent/v1/products`,
    },
    {
      title: 'Open a checkout',
      text: 'With the buyer and the address in it, the cheapest delivery is chosen and the checkout is ready to pay. Amounts are in minor units.',
      code: [
        `curl -s ${origin}/checkout_sessions \\`,
        ...acp('checkout-1'),
        `  -d '{`,
        `    "line_items": [{"id": "'$ITEM_ID'", "quantity": 1}],`,
        `    "currency": "cad",`,
        `    "capabilities": {},`,
        `    "buyer": {"email": "jane@example.com", "full_name": "Jane Doe"},`,
        `    "fulfillment_details": {"name": "Jane Doe", "address": {`,
        `      "name": "Jane Doe", "line_one": "123 Main Street", "city": "Toronto",`,
        `      "state": "ON", "country": "CA", "postal_code": "M5V 2T6"}}`,
        `  }'`,
      ].join('\n'),
    },
    {
      title: 'Ask the wallet to pay',
      text:
        'The amount is the checkout’s own total, in major units. Within the limits the answer carries a payment token; ' +
        'above them an approval link for the owner and a URL to poll.',
      code: [
        `curl -s ${origin}/api/agent/v1/payments/token \\`,
        `  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\`,
        `  -d '{"merchant_id": "regal-moose", "session_id": "'$CHECKOUT_ID'",`,
        `       "amount": "'$TOTAL'", "currency": "CAD"}'`,
      ].join('\n'),
    },
    {
      title: 'Complete the checkout',
      text: 'The token pays once, for this checkout alone. The answer carries the order and its page.',
      code: [
        `curl -s ${origin}/checkout_sessions/$CHECKOUT_ID/complete \\`,
        ...acp('complete-1'),
        `  -d '{"payment_data": {"handler_id": "card_tokenized", "instrument":`,
        `       {"type": "card", "credential": {"type": "spt", "token": "'$PAYMENT_TOKEN'"}}}}'`,
      ].join('\n'),
    },
  ];
}
