/** Where "now" comes from. Handed into use cases and from them into SQL, so that a test may choose it. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };
export const fixedClock = (at: Date): Clock => ({ now: () => at });

export const addSeconds = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);
