import type { WireName } from '@/lib/http/endpoint';
import type { WireDoc } from '@/lib/http/endpoint-doc';
import { docs as account } from '@/lib/protocols/account/docs';
import { docs as acp } from '@/lib/protocols/acp/docs';
import { docs as acs } from '@/lib/protocols/acs/docs';
import { docs as console } from '@/lib/protocols/console/docs';
import { docs as mcp } from '@/lib/protocols/mcp/docs';
import { docs as oauth } from '@/lib/protocols/oauth/docs';
import { docs as orchestrator } from '@/lib/protocols/orchestrator/docs';
import { docs as partner } from '@/lib/protocols/partner/docs';
import { docs as pass } from '@/lib/protocols/pass/docs';
import { docs as pay } from '@/lib/protocols/pay/docs';
import { docs as platform } from '@/lib/protocols/platform/docs';
import { docs as quote } from '@/lib/protocols/quote/docs';
import { docs as sacp } from '@/lib/protocols/sacp/docs';
import { docs as ucp } from '@/lib/protocols/ucp/docs';

/** What each wire says of itself, in the order of the document. */
export const wires: Readonly<Partial<Record<WireName, WireDoc>>> = { quote, pay, pass, acp, sacp, oauth, mcp, ucp, orchestrator, account, acs, console, partner, platform };
