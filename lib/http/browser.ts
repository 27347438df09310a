const LANGUAGE_MAX_LENGTH = 35;
const HEADER_MAX_LENGTH = 512;

/** A browser, or what is taken for one, by what its own request shows. `language` is BCP 47. */
export type Browser = { readonly acceptHeader: string; readonly ipAddress: string; readonly language: string; readonly userAgent: string };

/** Stands where nothing is known of a browser. */
export const UNKNOWN_BROWSER: Browser = { acceptHeader: '*/*', ipAddress: '0.0.0.0', language: 'en', userAgent: 'unknown' };

/** What the headers say of who sent them, cut to a length that others take. */
export function readBrowser(headers: Pick<Headers, 'get'>, clientAddress: string): Browser {
  const header = (name: string): string | undefined => headers.get(name)?.slice(0, HEADER_MAX_LENGTH) || undefined;
  const [language] = (header('accept-language') ?? '').split(/[,;]/);
  return {
    acceptHeader: header('accept') ?? UNKNOWN_BROWSER.acceptHeader,
    ipAddress: clientAddress === 'unknown' ? UNKNOWN_BROWSER.ipAddress : clientAddress,
    language: language !== undefined && /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(language) ? language.slice(0, LANGUAGE_MAX_LENGTH) : UNKNOWN_BROWSER.language,
    userAgent: header('user-agent') ?? UNKNOWN_BROWSER.userAgent,
  };
}
