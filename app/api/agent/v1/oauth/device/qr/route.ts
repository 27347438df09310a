import { nextRoute } from '@/lib/entrance/next-route';
import { getDeviceQr } from '@/lib/protocols/oauth';

export const GET = nextRoute(getDeviceQr);
