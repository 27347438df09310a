import type { Ctx } from '@/lib/ports';
import { getMerchant } from './get-merchant';

/** The wires that a merchant sells over, as they stand with each checkout and order: ACP; SACP's sessions; the storefront and its API; the orchestrator's carts. What MCP and A2A offer belongs to the wire that it speaks for. */
export const CHANNELS = ['acp', 'sacp', 'quote', 'orchestrator'] as const;
export type Channel = (typeof CHANNELS)[number];

export type Channels = Readonly<Record<Channel, boolean>>;

/** Which of them are open. */
export const getChannels = async (ctx: Ctx, merchantId: string): Promise<Channels> => toChannels((await getMerchant(ctx, merchantId)).closedChannels);

/** Opens and closes those that are named; the others stay. Nothing new is begun over a closed one from the next request on; what was begun can be paid. */
export async function setChannels(ctx: Ctx, { merchantId, channels }: { merchantId: string; channels: Partial<Channels> }): Promise<Channels> {
  const named = Object.entries(channels);
  const [row] = await ctx.db.query<{ closed_channels: string[] }>({
    name: 'merchant.set-channels',
    text: `update merchant set closed_channels = array(select unnest(closed_channels) except select unnest($2::text[]) union select unnest($3::text[]) order by 1) where id = $1 returning closed_channels`,
    values: [merchantId, named.map(([channel]) => channel), named.filter(([, isOpen]) => !isOpen).map(([channel]) => channel)],
  });
  return toChannels(row?.closed_channels ?? []);
}

const toChannels = (closed: readonly string[]): Channels => Object.fromEntries(CHANNELS.map((channel) => [channel, !closed.includes(channel)])) as Channels;
