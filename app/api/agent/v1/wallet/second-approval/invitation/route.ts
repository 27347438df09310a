import { nextRoute } from '@/lib/entrance/next-route';
import { postInvitation } from '@/lib/protocols/sacp/wallet';

export const POST = nextRoute(postInvitation);
