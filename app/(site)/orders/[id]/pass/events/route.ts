import { nextRoute } from '@/lib/entrance/next-route';
import { passEvents } from '@/lib/protocols/pass';

export const GET = nextRoute(passEvents);
