import { nextRoute } from '@/lib/entrance/next-route';
import { getLlms } from '@/lib/protocols/platform';

export const GET = nextRoute(getLlms);
