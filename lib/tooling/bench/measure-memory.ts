import { httpSender, purchase, toBuyer } from './client';
import { drainOutbox, type Installation } from './installation';
import { measure } from './load';
import { residentMiB } from './process';
import { makeBenchAgents } from './world';

export type MemorySample = { readonly purchases: number; readonly residentMiB: number };

const STEP = 1_000;
const CONNECTIONS = 10;

/** What the server holds after each thousand of purchases, their captures done. */
export async function measureMemory({ ctx, server }: Installation, purchases: number, say: (line: string) => void): Promise<MemorySample[]> {
  const agents = await makeBenchAgents(ctx);
  const { send, close } = httpSender(server.origin, CONNECTIONS);
  const samples: MemorySample[] = [];
  for (let done = STEP; done <= purchases; done += STEP) {
    const buyers = await Promise.all(agents.map((agent, index) => toBuyer(send, agent, index)));
    const inputs = Array.from({ length: STEP }, (_, index) => buyers[index % buyers.length]).filter((buyer) => buyer !== undefined);
    await measure(server.pid, CONNECTIONS, inputs, (buyer) => purchase(send, buyer));
    await drainOutbox(ctx);
    samples.push({ purchases: done, residentMiB: residentMiB(server.pid) });
    say(`${done} purchases, ${samples.at(-1)?.residentMiB} MiB`);
  }
  await close();
  return samples;
}
