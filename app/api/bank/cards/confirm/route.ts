import { nextRoute } from '@/lib/entrance/next-route';
import { postConfirmNewCard } from '@/lib/protocols/sacp/bank';

export const POST = nextRoute(postConfirmNewCard);
