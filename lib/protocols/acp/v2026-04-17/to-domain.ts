import { toComplete, toCreate, toPatch } from '../capability-session/to-domain';
import { parseWith } from '../schema';
import { completeRequest, createRequest, updateRequest } from './schema';

export { parseCancel } from '../intent-trace';

export const parseCreate = parseWith(createRequest, toCreate);
export const parseUpdate = parseWith(updateRequest, toPatch);
export const parseComplete = parseWith(completeRequest, toComplete);
