import { nextRoute } from '@/lib/entrance/next-route';
import { postAccessRequest } from '@/lib/protocols/sacp/pairing';

export const POST = nextRoute(postAccessRequest);
