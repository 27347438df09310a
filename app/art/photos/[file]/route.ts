import { nextRoute } from '@/lib/entrance/next-route';
import { getPhoto } from '@/lib/protocols/platform';

export const GET = nextRoute(getPhoto);
