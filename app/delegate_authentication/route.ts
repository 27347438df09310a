import { nextRoute } from '@/lib/entrance/next-route';
import { createAuthentication } from '@/lib/protocols/acp';

export const POST = nextRoute(createAuthentication);
