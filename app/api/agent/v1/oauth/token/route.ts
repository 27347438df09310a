import { nextRoute } from '@/lib/entrance/next-route';
import { postToken } from '@/lib/protocols/oauth';

export const POST = nextRoute(postToken);
