import { nextRoute } from '@/lib/entrance/next-route';
import { postReject } from '@/lib/protocols/sacp/step-up';

export const POST = nextRoute(postReject);
