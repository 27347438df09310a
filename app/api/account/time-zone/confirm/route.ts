import { nextRoute } from '@/lib/entrance/next-route';
import { postTimeZoneConfirm } from '@/lib/protocols/account';

export const POST = nextRoute(postTimeZoneConfirm);
