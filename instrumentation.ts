import { serverEntrance } from '@/lib/entrance/server-entrance';

/** Called once by Next when it starts. Where our own server does not stand in front (`next dev`), the core is started here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || serverEntrance.ours) return;
  const { startUnderNext } = await import('@/lib/server/under-next');
  await startUnderNext();
}
