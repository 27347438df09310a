// Control characters, and the bidi controls that make text read other than it is.
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const LINK = /(?:https?:\/\/|www\.)\S+/gi;

/** Words that stay as they were written, in one line and without what makes them read other than they are. Their links are no links: nobody follows them. */
export const plainText = (text: string): string => text.toWellFormed().replace(UNSAFE, ' ').trim();

/** Text that an agent or a merchant wrote, made fit to stand on an approval: one line, no hidden direction, no links. */
export function cleanText(text: string, maxLength: number): string {
  const plain = text.toWellFormed().normalize('NFC').replace(UNSAFE, ' ').replace(LINK, '[link removed]').replace(/\s+/g, ' ').trim();
  const characters = [...plain];
  return characters.length <= maxLength ? plain : `${characters.slice(0, maxLength - 1).join('')}\u2026`;
}
