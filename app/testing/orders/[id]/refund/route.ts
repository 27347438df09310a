import { nextRoute } from '@/lib/entrance/next-route';
import { postTestRefund } from '@/lib/protocols/testing';

export const POST = nextRoute(postTestRefund);
