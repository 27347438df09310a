import { nextRoute } from '@/lib/entrance/next-route';
import { getQrKit } from '@/lib/protocols/console';

export const GET = nextRoute(getQrKit);
