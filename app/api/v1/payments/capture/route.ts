import { nextRoute } from '@/lib/entrance/next-route';
import { postCapture } from '@/lib/protocols/orchestrator';

export const POST = nextRoute(postCapture);
