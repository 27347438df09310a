import { nextRoute } from '@/lib/entrance/next-route';
import { getGoogleCallback } from '@/lib/protocols/console';

export const GET = nextRoute(getGoogleCallback);
