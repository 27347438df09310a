import { nextRoute } from '@/lib/entrance/next-route';
import { createSession } from '@/lib/protocols/sacp/sessions';

export const POST = nextRoute(createSession);
