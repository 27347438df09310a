import { plainText } from '@/lib/kernel/text';
import { Undeliverable, type Mail } from '@/lib/ports';

/** One address and nothing beside it (RFC 5321, 4.5.3.1.3): no second recipient, no line that would be a header. */
const ADDRESS = /^[^\s@<>()[\],;:\\"]{1,64}@[^\s@<>()[\],;:\\"]{1,190}$/;
const MAX_SUBJECT_LENGTH = 200;

/** A mail as any provider may be given it: its subject is one line, its recipient one address. Throws Undeliverable where it has none. */
export function toLetter({ recipient, subject, text, html }: Mail): Mail {
  if (!ADDRESS.test(recipient)) throw new Undeliverable('The recipient of a mail is not one address.');
  return { recipient, subject: plainText(subject).slice(0, MAX_SUBJECT_LENGTH), text, ...(html !== undefined && { html }) };
}

/** What a provider said, without the addresses that it repeats. */
export const withoutAddresses = (words: string): string => words.replace(/\S+@\S+/g, '[address]').slice(0, 300);
