/** The sentences of the checks that did not hold. */
export const faultsOf = (...checks: readonly (readonly [holds: boolean, fault: string])[]): string[] =>
  checks.filter(([holds]) => !holds).map(([, fault]) => fault);
