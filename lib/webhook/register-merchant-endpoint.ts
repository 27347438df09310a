import { newId } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { getMerchantSecret, insertMerchantEndpoint, listMerchantEndpoints } from './merchant-store';
import { SECRET_PURPOSE } from './secret';
import { lockRegistrations } from './store';
import type { MerchantEventType, MerchantWebhookEndpoint, SignatureScheme } from './types';

const MAX_ENDPOINTS = 10;

export type RegisterMerchantEndpoint = {
  readonly merchantId: string;
  readonly url: string;
  readonly events: readonly MerchantEventType[];
  /** Signs the deliveries; the merchant's own webhook secret when none is given (rules.md, ACP: Webhooks). */
  readonly secret?: string;
  /** Left out: as webhooks are signed elsewhere. */
  readonly signature?: SignatureScheme;
};

/** Registers where a merchant wants to be told of agents that paid it. At most ten for each merchant. */
export const registerMerchantEndpoint = (
  ctx: Ctx,
  command: RegisterMerchantEndpoint,
): Promise<Result<{ endpoint: MerchantWebhookEndpoint; secret: string }, { code: 'too_many_endpoints'; max: number }>> =>
  inTransaction(ctx, async (tx) => {
    const { merchantId, url } = command;
    await lockRegistrations(tx, merchantId);
    if ((await listMerchantEndpoints(tx, merchantId)).length >= MAX_ENDPOINTS) return err({ code: 'too_many_endpoints', max: MAX_ENDPOINTS });
    const secret = command.secret ?? (await getMerchantSecret(tx, merchantId));
    const createdAt = tx.clock.now();
    const endpoint = { id: newId('webhook', createdAt.getTime()), merchantId, url, events: [...new Set(command.events)], signature: command.signature ?? 'webhook', createdAt };
    await insertMerchantEndpoint(tx, { ...endpoint, sealedSecret: tx.keyring.seal(secret, SECRET_PURPOSE) });
    return ok({ endpoint, secret });
  });
