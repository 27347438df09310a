import { paramOfChosenItem, paramOfOption } from '../capability-session/messages';
import { OPTIONAL_KEY } from '../key-policy';
import type { AcpWire } from '../wire';
import { parseCancel, parseComplete, parseCreate, parseUpdate } from './to-domain';
import { paramOf, toSession, VERSION } from './to-wire';

export const v20260130: AcpWire = {
  version: VERSION,
  idempotency: OPTIONAL_KEY,
  parseCreate,
  parseUpdate,
  parseComplete,
  parseCancel,
  toSession,
  paramOf,
  paramOfItem: (index) => `$.line_items[${index}].id`,
  paramOfOption,
  paramOfChosenItem,
};
