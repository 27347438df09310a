const MOST_KEPT = 500;

/** Making a formatter costs a hundred times what it formats, so each is made once for its locale and options. */
function kept<Options, Format>(make: (locale: string, options: Options) => Format): (locale: string, options: Options) => Format {
  const made = new Map<string, Format>();
  return (locale, options) => {
    const key = locale + JSON.stringify(options);
    const known = made.get(key);
    if (known) return known;
    if (made.size >= MOST_KEPT) made.clear();
    const format = make(locale, options);
    made.set(key, format);
    return format;
  };
}

/** Dates and times as `locale` (BCP 47) writes them. Throws RangeError for a time zone that is none. */
export const dateFormat = kept((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));

/** Numbers, shares and amounts of money as `locale` (BCP 47) writes them. */
export const numberFormat = kept((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
