import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createConfirmedAgent } from '@/lib/agent';
import { issueApiKey } from '@/lib/auth';
import { insertItem } from '@/lib/catalog';
import { insertDiscount } from '@/lib/discount';
import { addMember, createUser, createWallet, giveDemoCard } from '@/lib/identity';
import { newUuid, randomToken } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { ensureSigningKeys } from '@/lib/mandate';
import { insertSection } from '@/lib/menu';
import { insertMerchant } from '@/lib/merchant';
import { inTransaction, type Ctx } from '@/lib/ports';
import { insertSimulatedAccount } from '@/lib/payment-hub';
import { insertStorefront } from '@/lib/storefront';
import { findFact, insertShippingRate, insertTaxRate, isEmpty, lockInstallation, putFact } from './store';
import { COMPTOIR, DEMO_LIMITS, DEMO_WALLET, REGAL_MOOSE, type DemoMerchant } from './world';

export type DemoFile = {
  baseUrl: string;
  operator: { apiKey: string };
  merchants: { handle: string; currency: string; apiKey: string; webhookSecret: string; discountCodes: string[]; owner: { email: string; password: string } }[];
  wallet: { email: string; password: string };
  agent: { clientId: string; clientSecret: string };
};

export const AGENT_FACT = 'demo.agent_id';

/**
 * Puts the demo world into an empty database, once, whoever starts at the same time, and writes its secrets to `demo.json` in the data
 * folder, for its owner alone. The file is written before the commit: without it nobody could sign in. On a later start it only learns
 * the address.
 */
export async function seedDemoWorld(ctx: Ctx, options: { dataDir: string; operatorApiKey: string }): Promise<void> {
  const file = path.join(options.dataDir, 'demo.json');
  await ensureSigningKeys(ctx);
  await inTransaction(ctx, async (tx) => {
    await lockInstallation(tx);
    if (await findFact(tx, AGENT_FACT)) return refreshAddress(file, ctx.settings.publicOrigin);
    if (!(await isEmpty(tx))) return;
    writeSecretFile(file, await seed(tx, options.operatorApiKey));
  });
}

async function seed(tx: Ctx, operatorApiKey: string): Promise<DemoFile> {
  const merchants = [await seedMerchant(tx, REGAL_MOOSE), await seedMerchant(tx, COMPTOIR)];
  const password = randomToken('');
  const user = await createUser(tx, { ...DEMO_WALLET, password, emailVerified: true });
  invariant(user.ok, 'the database was empty');
  const walletId = await createWallet(tx, { userId: user.value.userId, timeZone: DEMO_WALLET.timeZone });
  for (const bank of ['maple', 'harbour']) await giveDemoCard(tx, { userId: user.value.userId, walletId, bank });
  const agent = await createConfirmedAgent(tx, {
    walletId,
    name: 'Shopper',
    description: 'Buys what the household runs out of.',
    permissions: ['browse_products', 'create_cart', 'initiate_purchase', 'complete_purchase', 'view_orders'],
    limits: DEMO_LIMITS,
  });
  await putFact(tx, AGENT_FACT, agent.agentId);
  return {
    baseUrl: tx.settings.publicOrigin,
    operator: { apiKey: operatorApiKey },
    merchants,
    wallet: { email: DEMO_WALLET.email, password },
    agent: { clientId: agent.clientId, clientSecret: agent.clientSecret },
  };
}

async function seedMerchant(tx: Ctx, demo: DemoMerchant): Promise<DemoFile['merchants'][number]> {
  const id = newUuid();
  const { handle, currency } = demo.merchant;
  const webhookSecret = randomToken('whsec_');
  await insertMerchant(tx, { id, ...demo.merchant }, webhookSecret);
  for (const section of demo.sections) await insertSection(tx, { merchantId: id, ...section });
  for (const [index, item] of demo.items.entries()) await insertItem(tx, { merchantId: id, currency, imagePath: null, ...item }, index);
  for (const [index, rate] of demo.shipping.entries()) await insertShippingRate(tx, id, rate, index);
  for (const tax of demo.taxes) await insertTaxRate(tx, id, tax);
  for (const discount of demo.discounts) await insertDiscount(tx, { merchantId: id, ...discount });
  if (demo.storefront) {
    await insertStorefront(tx, { merchantId: id, ...demo.storefront });
    await insertSimulatedAccount(tx, id);
  }
  const password = randomToken('');
  const owner = await createUser(tx, { ...demo.owner, password, emailVerified: true });
  invariant(owner.ok, 'the database was empty');
  await addMember(tx, { merchantId: id, userId: owner.value.userId, role: 'owner' });
  const { key } = await issueApiKey(tx, { kind: 'merchant', merchantId: id, name: 'Demo key', scopes: ['store'] });
  return { handle, currency, apiKey: key, webhookSecret, discountCodes: demo.discounts.filter(holdsForAnyCart).flatMap(({ code }) => code ?? []), owner: { email: demo.owner.email, password } };
}

/** The codes that demo.json tells: whoever tries one sees it taken. The others want a cart of their own, or show how one is refused. */
const holdsForAnyCart = ({ scope, minimumAmount, endsAt, firstPurchaseOnly }: DemoMerchant['discounts'][number]): boolean =>
  scope === 'order' && minimumAmount === 0n && endsAt === null && !firstPurchaseOnly;

function refreshAddress(file: string, baseUrl: string): void {
  if (!existsSync(file)) return;
  const known = JSON.parse(readFileSync(file, 'utf8')) as DemoFile;
  if (known.baseUrl !== baseUrl) writeSecretFile(file, { ...known, baseUrl });
}

/** Whole or not at all, and never readable by others, not even for a moment. */
function writeSecretFile(file: string, content: DemoFile): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
