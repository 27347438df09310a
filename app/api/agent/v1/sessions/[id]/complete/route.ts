import { nextRoute } from '@/lib/entrance/next-route';
import { completeSession } from '@/lib/protocols/sacp/sessions';

export const POST = nextRoute(completeSession);
