import { nextRoute } from '@/lib/entrance/next-route';
import { getActivityCsv } from '@/lib/protocols/sacp/wallet';

export const GET = nextRoute(getActivityCsv);
