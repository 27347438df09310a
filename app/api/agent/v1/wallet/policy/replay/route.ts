import { nextRoute } from '@/lib/entrance/next-route';
import { postReplay } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(postReplay);
