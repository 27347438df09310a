import { z } from 'zod';
import { createPool } from '@/lib/db';
import type { Step } from './recorder';

// The second floor, a process of its own: the statements of whole purchases straight through `pg`, nothing around them. Its parent sends
// a run's purchases, and is told when it is done.

const Config = z.object({ connectionString: z.string(), role: z.string(), max: z.number() });
const [, , configText = ''] = process.argv;
const pool = createPool(Config.parse(JSON.parse(configText)));

export type FloorRun = { readonly connections: number; readonly purchases: readonly (readonly Step[])[] };

async function replay(steps: readonly Step[]): Promise<void> {
  for (const { inTransaction, statements } of steps) {
    const client = await pool.connect();
    try {
      if (inTransaction) await client.query('begin');
      for (const { name, text, values } of statements) await client.query({ name, text, values: [...values] });
      if (inTransaction) await client.query('commit');
    } finally {
      client.release();
    }
  }
}

async function run({ connections, purchases }: FloorRun): Promise<void> {
  const queue = purchases.values();
  const loop = async (): Promise<void> => {
    for (const steps of queue) await replay(steps);
  };
  await Promise.all(Array.from({ length: connections }, loop));
}

process.on('message', (message) => {
  run(message as FloorRun).then(
    () => process.send?.('done'),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(0));
process.send?.('ready');
