import { toComplete } from '../provider-session/to-domain';
import { parseWith } from '../schema';
import { completeRequest } from './schema';

export { parseCreate, parseUpdate } from '../provider-session/to-domain';
export { parseCancel } from '../intent-trace';

export const parseComplete = parseWith(completeRequest, toComplete);
