import { nextRoute } from '@/lib/entrance/next-route';
import { postSecondStep } from '@/lib/protocols/console';

export const POST = nextRoute(postSecondStep);
