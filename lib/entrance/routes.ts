import type { Endpoint } from '@/lib/http/endpoint';
import { endpoints as account } from '@/lib/protocols/account';
import { endpoints as acp } from '@/lib/protocols/acp';
import { endpoints as acs } from '@/lib/protocols/acs';
import { endpoints as console } from '@/lib/protocols/console';
import { endpoints as kitchen } from '@/lib/protocols/console/kitchen';
import { endpoints as menu } from '@/lib/protocols/console/menu';
import { endpoints as sheets } from '@/lib/protocols/console/sheets';
import { endpoints as paymentHub } from '@/lib/protocols/console/payment-hub';
import { endpoints as demo } from '@/lib/protocols/demo';
import { endpoints as oauth } from '@/lib/protocols/oauth';
import { endpoints as orchestrator } from '@/lib/protocols/orchestrator';
import { endpoints as partnerActivation } from '@/lib/protocols/partner/activation';
import { endpoints as partnerOrders } from '@/lib/protocols/partner/orders';
import { endpoints as partnerConnect } from '@/lib/protocols/partner/stripe-connect';
import { endpoints as pass } from '@/lib/protocols/pass';
import { endpoints as pay } from '@/lib/protocols/pay';
import { endpoints as platform } from '@/lib/protocols/platform';
import { endpoints as quote } from '@/lib/protocols/quote';
import { endpoints as sacp } from '@/lib/protocols/sacp';
import { endpoints as testing } from '@/lib/protocols/testing';
import { endpoints as ucp } from '@/lib/protocols/ucp';
import { postMcp } from './mcp';
import { postOutboxProcess } from './outbox';

/** The one route table: every API endpoint that we serve. The route.ts files of app repeat it for Next; a test compares the two. */
export const endpoints: readonly Endpoint[] = [
  ...account, ...acp, ...acs, ...console, ...demo, ...kitchen, ...menu, ...oauth, ...orchestrator, ...partnerActivation, ...partnerConnect, ...partnerOrders, ...paymentHub, ...pass, ...pay, ...platform, ...sheets,
  ...quote, ...sacp, ...testing, ...ucp, postMcp, postOutboxProcess,
];
