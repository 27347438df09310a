import { nextRoute } from '@/lib/entrance/next-route';
import { postChallenge, showChallenge } from '@/lib/protocols/acs';

export const GET = nextRoute(showChallenge);
export const POST = nextRoute(postChallenge);
