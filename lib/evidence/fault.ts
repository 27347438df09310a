import type * as z from 'zod/mini';

/** The sentences of the checks that did not hold. */
export const faultsOf = (...checks: readonly (readonly [holds: boolean, fault: string])[]): string[] =>
  checks.filter(([holds]) => !holds).map(([, fault]) => fault);

/** One sentence for each thing that is out of its shape. `whole` names the file where no field is to blame. */
export const shapeFaults = (error: z.core.$ZodError, whole: string): string[] =>
  error.issues.map((issue) => `${issue.path.map(String).join('.') || whole}: ${wordOf(issue)}.`);

/** The small build of zod brings no messages of its own. */
function wordOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `holds unknown fields (${issue.keys.join(', ')})`;
  return issue.message === 'Invalid input' ? 'is missing or not what it has to be' : issue.message;
}
