import { nextRoute } from '@/lib/entrance/next-route';
import { postApprove } from '@/lib/protocols/sacp/step-up';

export const POST = nextRoute(postApprove);
