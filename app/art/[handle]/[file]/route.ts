import { nextRoute } from '@/lib/entrance/next-route';
import { getArt } from '@/lib/protocols/platform';

export const GET = nextRoute(getArt);
