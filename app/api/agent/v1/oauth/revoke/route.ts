import { nextRoute } from '@/lib/entrance/next-route';
import { postRevoke } from '@/lib/protocols/oauth';

export const POST = nextRoute(postRevoke);
