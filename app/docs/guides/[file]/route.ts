import { nextRoute } from '@/lib/entrance/next-route';
import { getGuide } from '@/lib/protocols/platform';

export const GET = nextRoute(getGuide);
