import { paramOfChosenItem, paramOfOption } from '../capability-session/messages';
import { REQUIRED_KEY } from '../key-policy';
import type { AcpWire } from '../wire';
import { parseCancel, parseComplete, parseCreate, parseUpdate } from './to-domain';
import { paramOf, toSession, VERSION } from './to-wire';

export const v20260417: AcpWire = {
  version: VERSION,
  idempotency: REQUIRED_KEY,
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
