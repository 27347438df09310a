import { nextRoute } from '@/lib/entrance/next-route';
import { deleteMember, patchMember } from '@/lib/protocols/console';

export const PATCH = nextRoute(patchMember);
export const DELETE = nextRoute(deleteMember);
