import { nextRoute } from '@/lib/entrance/next-route';
import { getApiKeys } from '@/lib/protocols/account';

export const GET = nextRoute(getApiKeys);
