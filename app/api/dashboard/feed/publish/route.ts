import { nextRoute } from '@/lib/entrance/next-route';
import { postFeedPublish } from '@/lib/protocols/account';

export const POST = nextRoute(postFeedPublish);
