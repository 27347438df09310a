import { cleanText } from '@/lib/kernel/text';

const AGENT_NAME_LENGTH = 40;

/** An agent's name as it stands in a notification. */
export const agentWord = (name: string): string => cleanText(name, AGENT_NAME_LENGTH);

/** Whom a notification says is paid: a name only where a domain vouches for it, else the handle, which is unique and plain. */
export const payeeWord = ({ name, handle, verifiedDomain }: { name: string; handle: string; verifiedDomain: string | null }): string =>
  verifiedDomain === null ? handle : `${name} (${verifiedDomain})`;
