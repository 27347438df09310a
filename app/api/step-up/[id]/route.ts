import { nextRoute } from '@/lib/entrance/next-route';
import { getStepUp } from '@/lib/protocols/sacp/step-up';

export const GET = nextRoute(getStepUp);
