import { nextRoute } from '@/lib/entrance/next-route';
import { deleteSuggestion, postSuggestion } from '@/lib/protocols/sacp/step-up';

export const POST = nextRoute(postSuggestion);
export const DELETE = nextRoute(deleteSuggestion);
