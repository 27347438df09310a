import { nextRoute } from '@/lib/entrance/next-route';
import { patchCard } from '@/lib/protocols/sacp/bank';

export const PATCH = nextRoute(patchCard);
