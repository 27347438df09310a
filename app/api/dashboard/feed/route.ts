import { nextRoute } from '@/lib/entrance/next-route';
import { deleteFeed, putFeed } from '@/lib/protocols/account';

export const PUT = nextRoute(putFeed);
export const DELETE = nextRoute(deleteFeed);
