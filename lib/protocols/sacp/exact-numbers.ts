const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Valid JSON with each number written as a string: an amount is read as it was written, never through a double. */
export const quoteNumbers = (json: string): string => json.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`));

/** For the documentation: text that may be written as a number as well, where numbers are read as they were written. */
export const TEXT_OR_NUMBER = { type: ['string', 'number'] } as const;
