import { nextRoute } from '@/lib/entrance/next-route';
import { postOutboxProcess } from '@/lib/entrance/outbox';

export const POST = nextRoute(postOutboxProcess);
