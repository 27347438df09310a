'use client';

import { useSyncExternalStore } from 'react';
import { dateFormat } from '@/lib/kernel/formats';

const DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const MINUTE: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const unchanging = () => () => undefined;

/** An instant in the reader's own zone, as `locale` (BCP 47) writes it; until the browser has taken over, in UTC and marked so. */
export function Time({ at, dateOnly = false, locale = 'en-CA', className }: { at: Date; dateOnly?: boolean; locale?: string; className?: string }) {
  const inBrowser = useSyncExternalStore(unchanging, () => true, () => false);
  const options = { ...DATE, ...(dateOnly ? {} : MINUTE), ...(inBrowser ? {} : { timeZone: 'UTC' }) };
  const text = dateFormat(locale, options).format(at);
  return <time dateTime={at.toISOString()} className={className}>{inBrowser || dateOnly ? text : `${text} UTC`}</time>;
}
