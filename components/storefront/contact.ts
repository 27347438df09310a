import type { Contact } from './order-api';
import type { Words } from './words';

export type ContactFaults = { readonly [Field in keyof Contact | 'notes']?: string };

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const PHONE = /^\+?[\d\s().\-/]{5,24}$/;
const DIGITS_MIN = 6;

/** What is wrong with each field, before the server is asked; it has the last word. */
export function contactFaults({ name, phone, email }: Contact, { refused }: Words): ContactFaults {
  return {
    ...(name.trim() === '' && { name: refused.name }),
    ...((!PHONE.test(phone.trim()) || phone.replace(/\D/g, '').length < DIGITS_MIN) && { phone: refused.phone }),
    ...(!EMAIL.test(email.trim()) && { email: refused.email }),
  };
}
