import { nextRoute } from '@/lib/entrance/next-route';
import { getAllowedOrigins, putAllowedOrigins } from '@/lib/protocols/account';

export const GET = nextRoute(getAllowedOrigins);
export const PUT = nextRoute(putAllowedOrigins);
