import { nextRoute } from '@/lib/entrance/next-route';
import { postItemSnooze } from '@/lib/protocols/console/kitchen';

export const POST = nextRoute(postItemSnooze);
