import type { z } from 'zod';

/** RFC 9535 path of the first fault of a parse: `$.items[0].quantity`. For an unknown field, the path of that field. */
export function firstIssue(error: z.ZodError): { param: string; message: string } {
  const issue = deepest(error.issues[0]);
  const path = issue?.path ?? [];
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  return { param: toJsonPath(extra === undefined ? path : [...path, extra]), message: issue?.message ?? 'is not valid' };
}

/** A union reports each of its members' faults; the member that got furthest says most. */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const inner = issue.errors.map((member) => member[0]).filter((member) => member !== undefined);
  const best = inner.sort((a, b) => b.path.length - a.path.length)[0];
  return best && best.path.length > 0 ? deepest({ ...best, path: [...issue.path, ...best.path] }) : issue;
}

export function toJsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => text + (typeof part === 'number' ? `[${part}]` : `.${String(part)}`), '$');
}
