import { nextRoute } from '@/lib/entrance/next-route';
import { postConfirmCard } from '@/lib/protocols/sacp/bank';

export const POST = nextRoute(postConfirmCard);
