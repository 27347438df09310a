import { nextRoute } from '@/lib/entrance/next-route';
import { getBankStatement } from '@/lib/protocols/sacp/bank';

export const GET = nextRoute(getBankStatement);
