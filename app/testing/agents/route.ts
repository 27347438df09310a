import { nextRoute } from '@/lib/entrance/next-route';
import { postTestAgent } from '@/lib/protocols/testing';

export const POST = nextRoute(postTestAgent);
