import { nextRoute } from '@/lib/entrance/next-route';
import { postKitchenCommands } from '@/lib/protocols/console/kitchen';

export const POST = nextRoute(postKitchenCommands);
