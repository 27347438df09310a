import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { vaultWalk, WALK_VERSIONS, type WalkStep, type WalkVersion } from '@/components/site/vault-walk';
import { money, toCurrency, toDecimal } from '@/lib/kernel/money';
import { callJson } from './http';

// npm run demo -- --vault: an agent platform pays with its buyer's card in each version of ACP: create, delegate, update, complete, and the
// same token refused. What it prints is the same at each run (docs/acp-vault-demo.md).

const HOUR_MS = 3_600_000;

const Answer = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  currency: z.string().optional(),
  totals: z.array(z.object({ type: z.string(), amount: z.number().int() })).optional(),
  order: z.object({ permalink_url: z.string() }).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});
type Answer = z.infer<typeof Answer>;

export async function walkVault({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): Promise<void> {
  const expiresAt = new Date(Date.now() + HOUR_MS).toISOString();
  for (const version of WALK_VERSIONS.toReversed()) {
    console.log(`\nAPI-Version ${version}`);
    const kept = new Map<string, string>();
    for (const [index, step] of vaultWalk(version, expiresAt).entries()) {
      const answer = await take(step, { baseUrl, apiKey, version, kept });
      if (step.keeps) kept.set(`$${step.keeps.name}`, answer.id ?? '');
      console.log(`  ${index + 1}  ${step.title.padEnd(28)} ${step.status}  ${describe(answer)}`);
    }
  }
  console.log('');
}

/** One step, with what earlier ones kept in its place. Throws on another status than the walk promises. */
async function take(step: WalkStep, { baseUrl, apiKey, version, kept }: { baseUrl: string; apiKey: string; version: WalkVersion; kept: ReadonlyMap<string, string> }): Promise<Answer> {
  const fill = (text: string): string => [...kept].reduce((filled, [name, value]) => filled.replaceAll(name, value), text);
  const { body } = await callJson(baseUrl + fill(step.path), Answer, {
    headers: { authorization: `Bearer ${apiKey}`, 'api-version': version, 'idempotency-key': randomUUID() },
    json: JSON.parse(fill(JSON.stringify(step.body))),
    expect: [step.status],
  });
  return body;
}

function describe({ status, currency, totals, order, code, message }: Answer): string {
  if (code !== undefined) return `${code}: ${message ?? ''}`;
  if (status === undefined) return 'a token for this checkout alone';
  const total = totals?.find(({ type }) => type === 'total')?.amount ?? 0;
  const words = `${status}, ${toDecimal(money(BigInt(total), toCurrency((currency ?? '').toUpperCase())))} ${(currency ?? '').toUpperCase()}`;
  return order ? `${words}, with its order` : words;
}
