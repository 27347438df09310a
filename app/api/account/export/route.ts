import { nextRoute } from '@/lib/entrance/next-route';
import { getExport } from '@/lib/protocols/account';

export const GET = nextRoute(getExport);
