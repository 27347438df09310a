import { nextRoute } from '@/lib/entrance/next-route';
import { postStopStatus } from '@/lib/protocols/account';

export const POST = nextRoute(postStopStatus);
