/** What we use of the package, which has no types of its own. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  type Options = { readonly threshold: number; readonly filter: (incoming: IncomingMessage, outgoing: ServerResponse) => boolean };
  export default function compression(options: Options): (incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) => void;
}
