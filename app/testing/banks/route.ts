import { nextRoute } from '@/lib/entrance/next-route';
import { postBankSwitch } from '@/lib/protocols/testing';

export const POST = nextRoute(postBankSwitch);
