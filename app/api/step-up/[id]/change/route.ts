import { nextRoute } from '@/lib/entrance/next-route';
import { postChange } from '@/lib/protocols/sacp/step-up';

export const POST = nextRoute(postChange);
