import { nextRoute } from '@/lib/entrance/next-route';
import { getSheet } from '@/lib/protocols/console/sheets';

export const GET = nextRoute(getSheet);
