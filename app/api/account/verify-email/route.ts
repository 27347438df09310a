import { nextRoute } from '@/lib/entrance/next-route';
import { getVerifyEmail } from '@/lib/protocols/account';

export const GET = nextRoute(getVerifyEmail);
