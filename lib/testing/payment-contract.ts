import { beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '@/lib/kernel/id';
import type { AuthorizeRequest, PaymentPort, PaymentState } from '@/lib/ports';
import type { TestCtx } from './test-ctx';

/** Somebody who stands behind the payment port, and what a test may do to him. */
export type PaymentWorld = {
  readonly ctx: TestCtx;
  readonly port: PaymentPort;
  /** A new attempt that can be paid. */
  request(): Promise<AuthorizeRequest>;
  /** One that the bank has not the money for. */
  poorRequest(): Promise<AuthorizeRequest>;
  /** Calls a port that acts and whose answer is lost. */
  losingAnswers(call: (port: PaymentPort) => Promise<unknown>): Promise<unknown>;
  /** Nobody answers meanwhile, and nothing is done. */
  whileDown(work: () => Promise<void>): Promise<void>;
  /** How many authorisations there are for an attempt, whatever became of them since; declines do not count. */
  authorizations(request: AuthorizeRequest): Promise<number>;
};

/** What the store relies on, whoever stands behind the port. Each test has an attempt of its own. */
export function describePaymentPort(name: string, makeWorld: () => Promise<PaymentWorld>): void {
  describe(`the payment port over ${name}`, () => {
    let world: PaymentWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });

    const authorize = async (): Promise<{ request: AuthorizeRequest; reference: string }> => {
      const request = await world.request();
      const state = await world.port.authorize(world.ctx, request);
      expect(state).toMatchObject({ status: 'authorized', refundedAmount: 0n });
      return { request, reference: state.reference };
    };
    const capture = (reference: string, orderId = newUuid()): Promise<PaymentState> => world.port.capture(world.ctx, { reference, orderId });
    const refund = (reference: string, amount: bigint | null, refundKey: string = newUuid()) => world.port.refund(world.ctx, { reference, amount, refundKey });
    const retrieve = ({ idempotencyKey }: AuthorizeRequest): Promise<PaymentState | null> => world.port.retrieve(world.ctx, idempotencyKey);
    const captured = async (): Promise<{ request: AuthorizeRequest; reference: string }> => {
      const authorized = await authorize();
      expect(await capture(authorized.reference)).toMatchObject({ status: 'captured', reference: authorized.reference, refundedAmount: 0n });
      return authorized;
    };

    it('authorises, and tells of it by the key', async () => {
      const { request, reference } = await authorize();
      expect(await retrieve(request)).toEqual({ status: 'authorized', reference, refundedAmount: 0n });
    });

    it('knows nothing of a key that it was never given', async () => {
      expect(await retrieve(await world.request())).toBeNull();
    });

    it('tells of a decline with its reason, again by the key, and holds nothing', async () => {
      const request = await world.poorRequest();
      const state = await world.port.authorize(world.ctx, request);
      expect(state).toMatchObject({ status: 'declined', reason: 'insufficient_funds' });
      expect(await retrieve(request)).toEqual(state);
      expect(await world.port.authorize(world.ctx, request)).toEqual(state);
      expect(await world.authorizations(request)).toBe(0);
    });

    it('authorises once for a key, one after the other and at the same moment', async () => {
      const request = await world.request();
      const states = await Promise.all([1, 2, 3].map(() => world.port.authorize(world.ctx, request)));
      states.push(await world.port.authorize(world.ctx, request));
      expect(new Set(states.map(({ reference }) => reference)).size).toBe(1);
      expect(await world.authorizations(request)).toBe(1);
    });

    it('captures once for an order', async () => {
      const { request, reference } = await authorize();
      const orderId = newUuid();
      const states = await Promise.all([capture(reference, orderId), capture(reference, orderId)]);
      states.push(await capture(reference, orderId), await capture(reference));
      expect(states.map(({ status }) => status)).toEqual(['captured', 'captured', 'captured', 'captured']);
      expect(await retrieve(request)).toEqual({ status: 'captured', reference, refundedAmount: 0n });
    });

    it('voids what is authorised, once and for all', async () => {
      const { request, reference } = await authorize();
      expect(await world.port.void(world.ctx, reference)).toEqual({ status: 'voided', reference });
      expect(await world.port.void(world.ctx, reference)).toEqual({ status: 'voided', reference });
      expect(await capture(reference)).toEqual({ status: 'voided', reference });
      expect(await retrieve(request)).toEqual({ status: 'voided', reference });
    });

    it('voids nothing that was captured', async () => {
      const { reference } = await captured();
      expect(await world.port.void(world.ctx, reference)).toMatchObject({ status: 'captured' });
    });

    it('refunds nothing before it is captured', async () => {
      const { reference } = await authorize();
      expect(await refund(reference, 100n)).toEqual({ ok: false, error: { code: 'nothing_captured' } });
    });

    it('refunds in parts up to what was captured', async () => {
      const { request, reference } = await captured();
      expect(await refund(reference, 100n)).toEqual({ ok: true, value: { status: 'captured', reference, refundedAmount: 100n } });
      expect(await refund(reference, request.amount)).toEqual({ ok: false, error: { code: 'amount_exceeds_captured', leftAmount: request.amount - 100n } });
      expect(await refund(reference, null)).toEqual({ ok: true, value: { status: 'captured', reference, refundedAmount: request.amount } });
      expect(await refund(reference, null)).toEqual({ ok: false, error: { code: 'amount_exceeds_captured', leftAmount: 0n } });
      expect(await retrieve(request)).toEqual({ status: 'captured', reference, refundedAmount: request.amount });
    });

    it('refunds once for a key, one after the other and at the same moment, and not another amount', async () => {
      const { reference } = await captured();
      const key = newUuid();
      const answers = await Promise.all([1, 2, 3].map(() => refund(reference, 100n, key)));
      answers.push(await refund(reference, 100n, key), await refund(reference, null, key));
      expect(answers).toEqual(answers.map(() => ({ ok: true, value: { status: 'captured', reference, refundedAmount: 100n } })));
      expect(await refund(reference, 200n, key)).toEqual({ ok: false, error: { code: 'idempotency_conflict' } });
    });

    it('charges once when the answer to an authorisation was lost: asked for, or sent again, it is the same one', async () => {
      const request = await world.request();
      await expect(world.losingAnswers((port) => port.authorize(world.ctx, request))).rejects.toThrow();
      const state = (await retrieve(request)) ?? (await world.port.authorize(world.ctx, request));
      expect(state).toMatchObject({ status: 'authorized' });
      expect(await world.port.authorize(world.ctx, request)).toEqual(state);
      expect(await world.authorizations(request)).toBe(1);
    });

    it('captures once when the answer to a capture was lost', async () => {
      const { request, reference } = await authorize();
      const orderId = newUuid();
      await expect(world.losingAnswers((port) => port.capture(world.ctx, { reference, orderId }))).rejects.toThrow();
      expect(await capture(reference, orderId)).toMatchObject({ status: 'captured' });
      expect(await retrieve(request)).toMatchObject({ status: 'captured' });
    });

    it('voids once when the answer to a void was lost', async () => {
      const { reference } = await authorize();
      await expect(world.losingAnswers((port) => port.void(world.ctx, reference))).rejects.toThrow();
      expect(await world.port.void(world.ctx, reference)).toEqual({ status: 'voided', reference });
    });

    it('refunds once when the answer to a refund was lost', async () => {
      const { reference } = await captured();
      const refundKey = newUuid();
      await expect(world.losingAnswers((port) => port.refund(world.ctx, { reference, amount: 100n, refundKey }))).rejects.toThrow();
      expect(await refund(reference, 100n, refundKey)).toEqual({ ok: true, value: { status: 'captured', reference, refundedAmount: 100n } });
    });

    it('throws while nobody answers, holds nothing, and authorises when they are back', async () => {
      const request = await world.request();
      await world.whileDown(async () => {
        await expect(world.port.authorize(world.ctx, request)).rejects.toThrow();
      });
      expect(await world.authorizations(request)).toBe(0);
      expect(await world.port.authorize(world.ctx, request)).toMatchObject({ status: 'authorized' });
      expect(await world.authorizations(request)).toBe(1);
    });
  });
}
