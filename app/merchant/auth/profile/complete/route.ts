import { nextRoute } from '@/lib/entrance/next-route';
import { postProfileComplete } from '@/lib/protocols/console';

export const POST = nextRoute(postProfileComplete);
