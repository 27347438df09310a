import { nextRoute } from '@/lib/entrance/next-route';
import { postPairingCode } from '@/lib/protocols/sacp/pairing';

export const POST = nextRoute(postPairingCode);
