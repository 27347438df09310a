import { nextRoute } from '@/lib/entrance/next-route';
import { postIntake } from '@/lib/protocols/console';

export const POST = nextRoute(postIntake);
