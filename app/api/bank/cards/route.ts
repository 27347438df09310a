import { nextRoute } from '@/lib/entrance/next-route';
import { getCards } from '@/lib/protocols/sacp/bank';

export const GET = nextRoute(getCards);
