import { nextRoute } from '@/lib/entrance/next-route';
import { getLlmsFull } from '@/lib/protocols/platform';

export const GET = nextRoute(getLlmsFull);
