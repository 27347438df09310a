import type Stripe from 'stripe';
import { Unavailable } from '@/lib/ports';
import { createClient, deadlineMs, type StripeConfig, type StripePatience } from './client';
import { EXPAND, PaymentIntent } from './payment-intent';
import { ask, wordsOf, type Asked } from './trouble';

/** Stripe, and how it is asked: with a limit of time, its errors sorted. */
export type Asker = { readonly stripe: Stripe; ask<T>(name: string, call: () => Promise<T>): Promise<Asked<T>> };

export const createAsker = (config: StripeConfig, patience: StripePatience): Asker => ({
  stripe: createClient(config, patience),
  ask: (name, call) => ask(name, deadlineMs(patience), call),
});

/** For a call that only an outage or a fault of ours can spoil: throws Unavailable. */
export function orThrow<T>(name: string, asked: Asked<T>): T {
  if (asked.ok) return asked.value;
  throw new Unavailable(`Stripe did not ${name}: ${wordsOf(asked.trouble.error)}.`);
}

export async function fetchIntent({ stripe, ask }: Asker, id: string): Promise<PaymentIntent> {
  return PaymentIntent.parse(orThrow('retrieve', await ask('retrieve', () => stripe.paymentIntents.retrieve(id, { expand: EXPAND }))));
}
