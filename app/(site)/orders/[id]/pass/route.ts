import { nextRoute } from '@/lib/entrance/next-route';
import { openLink } from '@/lib/protocols/pass';

export const GET = nextRoute(openLink);
