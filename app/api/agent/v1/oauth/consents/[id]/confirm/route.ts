import { nextRoute } from '@/lib/entrance/next-route';
import { postConfirmConsent } from '@/lib/protocols/oauth';

export const POST = nextRoute(postConfirmConsent);
