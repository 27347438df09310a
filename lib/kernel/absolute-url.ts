/** A path of ours as a whole address under the origin; an address elsewhere as it is. */
export const absoluteUrl = (pathOrUrl: string, origin: string): string => new URL(pathOrUrl, origin).href;
