import { afterAll } from 'vitest';
import { describePaymentPort } from '@/lib/testing/payment-contract';
import { closeStripeWorlds, makeStripeWorld } from '@/lib/testing/stripe-world';

describePaymentPort('Stripe', makeStripeWorld);

afterAll(closeStripeWorlds);
