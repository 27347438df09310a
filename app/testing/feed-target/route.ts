import { nextRoute } from '@/lib/entrance/next-route';
import { putTestFeedTarget } from '@/lib/protocols/testing';

export const PUT = nextRoute(putTestFeedTarget);
