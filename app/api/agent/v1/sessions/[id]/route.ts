import { nextRoute } from '@/lib/entrance/next-route';
import { cancelSession, getSession, updateSession } from '@/lib/protocols/sacp/sessions';

export const GET = nextRoute(getSession);
export const PATCH = nextRoute(updateSession);
export const DELETE = nextRoute(cancelSession);
