import { z } from 'zod';
import { answerCoded } from '@/lib/http/coded-failure';
import { CHANNELS, getChannels, setChannels } from '@/lib/merchant';
import { consoleEndpoint, readBody } from './endpoint';

export const ChannelsBody = z.partialRecord(z.enum(CHANNELS), z.boolean());

/** {acp, sacp, quote, orchestrator}: whether each is open. Of owners and managers. */
export const getChannelsEndpoint = consoleEndpoint('GET', '/merchant/channels', 'manager', async (ctx, _request, { merchantId }) => answerCoded(200, await getChannels(ctx, merchantId)));

/** Some of them -> all of them. */
export const patchChannels = consoleEndpoint('PATCH', '/merchant/channels', 'manager', async (ctx, request, { merchantId }) => {
  const channels = await readBody(request, ChannelsBody);
  return answerCoded(200, await setChannels(ctx, { merchantId, channels }));
});
