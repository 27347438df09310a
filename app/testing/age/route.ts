import { nextRoute } from '@/lib/entrance/next-route';
import { postAge } from '@/lib/protocols/testing';

export const POST = nextRoute(postAge);
