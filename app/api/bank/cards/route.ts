import { nextRoute } from '@/lib/entrance/next-route';
import { getCards, postCard } from '@/lib/protocols/sacp/bank';

export const GET = nextRoute(getCards);
export const POST = nextRoute(postCard);
