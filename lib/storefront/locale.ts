/** The tag as BCP 47 writes it, or null when it is none. */
export function toLocale(tag: string): string | null {
  if (tag === '' || tag.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

export type ResolvedLocale = {
  /** As asked for, canonical; empty where nothing was. */
  readonly requestedLocale: string;
  readonly resolvedLocale: string;
  readonly availableLocales: readonly string[];
  /** Of the published ones the reader's browser would like best. It changes nothing of what is served. */
  readonly suggestedLocale: string;
};

type Published = { readonly defaultLocale: string; readonly publishedLocales: readonly string[] };

/** Which language is served (seeds/pizza-x402-agents.txt, "Locale Contract"). `requested` is canonical; one that is not published falls back to the default. */
export function resolveLocale({ defaultLocale, publishedLocales }: Published, asked: { requested: string | null; acceptLanguage: string | null }): ResolvedLocale {
  const isPublished = asked.requested !== null && publishedLocales.includes(asked.requested);
  return {
    requestedLocale: asked.requested ?? '',
    resolvedLocale: isPublished && asked.requested !== null ? asked.requested : defaultLocale,
    availableLocales: publishedLocales,
    suggestedLocale: suggest(publishedLocales, asked.acceptLanguage) ?? defaultLocale,
  };
}

const MOST_LANGUAGES = 20;

/** RFC 9110, 12.5.4: the best quality first; a language fits a published one of the same language. */
function suggest(published: readonly string[], acceptLanguage: string | null): string | null {
  const ranges = (acceptLanguage ?? '')
    .slice(0, 1000)
    .split(',', MOST_LANGUAGES)
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find((found) => found !== undefined);
      return { tag: toLocale(tag.trim()), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of ranges) {
    const fit = tag === null ? undefined : (published.find((locale) => locale === tag) ?? published.find((locale) => languageOf(locale) === languageOf(tag)));
    if (fit !== undefined) return fit;
  }
  return null;
}

const languageOf = (locale: string): string => locale.split('-')[0] ?? locale;
