import { nextRoute } from '@/lib/entrance/next-route';
import { postOverspend } from '@/lib/protocols/demo';

export const POST = nextRoute(postOverspend);
