import { nextRoute } from '@/lib/entrance/next-route';
import { getQrSvg } from '@/lib/protocols/console';

export const GET = nextRoute(getQrSvg);
