import { OPTIONAL_KEY } from '../key-policy';
import { paramOfChoice } from '../provider-session/to-wire';
import type { AcpWire } from '../wire';
import { parseCancel, parseComplete, parseCreate, parseUpdate } from './to-domain';
import { paramOf, toSession } from './to-wire';

export const v20251212: AcpWire = {
  version: '2025-12-12',
  idempotency: OPTIONAL_KEY,
  parseCreate,
  parseUpdate,
  parseComplete,
  parseCancel,
  toSession,
  paramOf,
  paramOfItem: (index) => `$.items[${index}].id`,
  paramOfOption: paramOfChoice,
  paramOfChosenItem: paramOfChoice,
};
