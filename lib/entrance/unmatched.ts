import type { WireName } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { renderers } from './renderers';

/** 404 in the words of the wire whose prefix the path is under. */
export const answerUnknownPath = (wire: WireName, request: Request): Response =>
  renderers[wire](fail(404, 'not_found', 'There is nothing at this address.').failure, request);

/** 405 with Allow, in the words of the wire. */
export const answerWrongMethod = (wire: WireName, request: Request, allow: string): Response =>
  renderers[wire](fail(405, 'method_not_allowed', `This address takes ${allow}.`, { headers: { allow } }).failure, request);
