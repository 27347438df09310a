import { nextRoute } from '@/lib/entrance/next-route';
import { getStepUpEvents } from '@/lib/protocols/sacp/step-up';

export const GET = nextRoute(getStepUpEvents);
