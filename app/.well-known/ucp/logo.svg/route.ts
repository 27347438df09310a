import { nextRoute } from '@/lib/entrance/next-route';
import { getLogo } from '@/lib/protocols/ucp';

export const GET = nextRoute(getLogo);
