import { nextRoute } from '@/lib/entrance/next-route';
import { postRuleChange } from '@/lib/protocols/sacp/step-up';

export const POST = nextRoute(postRuleChange);
