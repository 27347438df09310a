import { nextRoute } from '@/lib/entrance/next-route';
import { postConsent } from '@/lib/protocols/oauth';

export const POST = nextRoute(postConsent);
