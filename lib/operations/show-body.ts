import { redactMessage } from './redact';

/** Of a body that is shown; a longer one is cut behind it. */
const SHOWN_CHARACTERS = 4096;

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\b/i;
/** Endpoints read JSON whatever the client calls it. */
const UNTOLD_TYPE = /^$|^text\/plain\b/i;

/** Whether a body of this type may be one that can be shown: what cannot be taken apart cannot be redacted. */
export const isShown = (contentType: string): boolean => [JSON_TYPE, FORM_TYPE, UNTOLD_TYPE].some((type) => type.test(contentType));

/** A body as an operator may read it: JSON or a form, redacted and cut. Null for what is neither, whatever it says it is. */
export function showBody(contentType: string, text: string): string | null {
  const parsed = parseJson(text) ?? (FORM_TYPE.test(contentType) ? parseForm(text) : null);
  if (parsed === null) return null;
  const shown = JSON.stringify(redactMessage(parsed), null, 1);
  return shown.length <= SHOWN_CHARACTERS ? shown : `${shown.slice(0, SHOWN_CHARACTERS).toWellFormed()}\n[cut here, of ${shown.length} characters]`;
}

function parseJson(text: string): object | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}

/** Names and values throughout: broken JSON that is sent as a form, as curl does, is none. */
const parseForm = (text: string): object | null => (/^[\w.[\]%-]+=[^{}"\s]*$/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : null);
