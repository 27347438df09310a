import { getFeedProducts } from '@/lib/protocols/acp';
import { nextRoute } from '@/lib/entrance/next-route';

export const GET = nextRoute(getFeedProducts);
