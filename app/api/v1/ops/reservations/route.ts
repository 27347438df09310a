import { nextRoute } from '@/lib/entrance/next-route';
import { getReservations } from '@/lib/protocols/orchestrator';

export const GET = nextRoute(getReservations);
