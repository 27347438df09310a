import { nextRoute } from '@/lib/entrance/next-route';
import { getHealth } from '@/lib/protocols/platform';

export const GET = nextRoute(getHealth);
