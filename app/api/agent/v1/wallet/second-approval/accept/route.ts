import { nextRoute } from '@/lib/entrance/next-route';
import { postAcceptSecond } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(postAcceptSecond);
