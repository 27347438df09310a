import { nextRoute } from '@/lib/entrance/next-route';
import { getMenuStudio } from '@/lib/protocols/console/menu';

export const GET = nextRoute(getMenuStudio);
