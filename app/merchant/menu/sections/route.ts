import { nextRoute } from '@/lib/entrance/next-route';
import { postSection } from '@/lib/protocols/console/menu';

export const POST = nextRoute(postSection);
