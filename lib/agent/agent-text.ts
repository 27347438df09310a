import { cleanText } from '@/lib/kernel/text';

export const MAX_NAME_LENGTH = 100;
export const MAX_DESCRIPTION_LENGTH = 500;

/** Names and descriptions stand on approvals and in mandates: one line, no hidden direction, no links, and text that JSON can hold. */
export const cleanName = (text: string): string => cleanText(text.toWellFormed(), MAX_NAME_LENGTH);
export const cleanDescription = (text: string): string => cleanText(text.toWellFormed(), MAX_DESCRIPTION_LENGTH);
