import { nextRoute } from '@/lib/entrance/next-route';
import { getWorkspaceEndpoint, patchWorkspace } from '@/lib/protocols/console';

export const GET = nextRoute(getWorkspaceEndpoint);
export const PATCH = nextRoute(patchWorkspace);
