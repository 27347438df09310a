import { OPTIONAL_KEY } from '../key-policy';
import type { AcpWire } from '../wire';
import { parseCancel, parseComplete, parseCreate, parseUpdate } from './to-domain';
import { paramOf, toSession } from './to-wire';

export const v20250929: AcpWire = {
  version: '2025-09-29',
  idempotency: OPTIONAL_KEY,
  parseCreate,
  parseUpdate,
  parseComplete,
  parseCancel,
  toSession,
  paramOf,
  paramOfItem: (index) => `$.items[${index}].id`,
  paramOfOption: () => '$.fulfillment_option_id',
  paramOfChosenItem: () => '$.fulfillment_option_id',
};
