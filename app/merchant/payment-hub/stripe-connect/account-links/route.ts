import { nextRoute } from '@/lib/entrance/next-route';
import { postAccountLink } from '@/lib/protocols/console/payment-hub';

export const POST = nextRoute(postAccountLink);
