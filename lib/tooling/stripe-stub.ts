import { startStripeStub } from '@/lib/testing/stripe-stub';

// npm run stripe:stub [port]: a Stripe of our own to try payments against (docs/stripe.md). Ends with Ctrl-C.

const PORT = 4010;
const stub = await startStripeStub(Number(process.argv[2] ?? PORT));
const token = stub.account.grant({ method: 'pm_card_visa', currency: 'cad', maxAmount: 100_000 });
console.log(`The stub answers. Start the server with:

  STRIPE_SECRET_KEY=${stub.secretKey} STRIPE_WEBHOOK_SECRET=${stub.webhookSecret} STRIPE_API_BASE=${stub.url} npm start

A shared payment token over 1000.00 CAD: ${token}`);
