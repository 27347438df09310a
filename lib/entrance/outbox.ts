import { consumers, relayNow } from '@/lib/jobs';
import { outboxEndpoint } from '@/lib/protocols/orchestrator';

export const postOutboxProcess = outboxEndpoint((ctx, what) => relayNow(ctx, consumers, what));
