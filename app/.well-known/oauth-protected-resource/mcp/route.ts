import { nextRoute } from '@/lib/entrance/next-route';
import { getMcpResource } from '@/lib/protocols/oauth';

export const GET = nextRoute(getMcpResource);
