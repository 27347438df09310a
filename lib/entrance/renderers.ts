import type { WireName } from '@/lib/http/endpoint';
import type { FailureRenderer } from '@/lib/http/failure';
import * as account from '@/lib/protocols/account/errors';
import * as acp from '@/lib/protocols/acp/errors';
import * as acs from '@/lib/protocols/acs/errors';
import * as console from '@/lib/protocols/console/errors';
import * as mcp from '@/lib/protocols/mcp/errors';
import * as oauth from '@/lib/protocols/oauth/errors';
import * as orchestrator from '@/lib/protocols/orchestrator/errors';
import * as partner from '@/lib/protocols/partner/errors';
import * as pay from '@/lib/protocols/pay/errors';
import * as pass from '@/lib/protocols/pass/errors';
import * as platform from '@/lib/protocols/platform/errors';
import * as quote from '@/lib/protocols/quote/errors';
import * as sacp from '@/lib/protocols/sacp/errors';
import * as testing from '@/lib/protocols/testing/errors';
import * as ucp from '@/lib/protocols/ucp/errors';

/** How each wire words a failure that ends a call before or outside its own rules. */
export const renderers: Record<WireName, FailureRenderer> = {
  account: account.renderFailure,
  acp: acp.renderFailure,
  acs: acs.renderFailure,
  console: console.renderFailure,
  mcp: mcp.renderFailure,
  oauth: oauth.renderFailure,
  orchestrator: orchestrator.renderFailure,
  partner: partner.renderFailure,
  pay: pay.renderFailure,
  pass: pass.renderFailure,
  platform: platform.renderFailure,
  quote: quote.renderFailure,
  sacp: sacp.renderFailure,
  testing: testing.renderFailure,
  ucp: ucp.renderFailure,
};
