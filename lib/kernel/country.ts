const REGIONS = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Whether a text is a country as we write one: two capital letters of ISO 3166. */
export const isCountry = (text: string): boolean => /^[A-Z]{2}$/.test(text) && REGIONS.of(text) !== undefined;
