/** The demo's own voice: numbered steps for people, facts aligned beneath. */
let step = 0;

export function say(title: string, facts: Readonly<Record<string, string>> = {}): void {
  step += 1;
  console.log(`\n${String(step).padStart(2)}  ${title}`);
  const width = Math.max(0, ...Object.keys(facts).map((name) => name.length));
  for (const [name, value] of Object.entries(facts)) console.log(`    ${name.padEnd(width)}  ${value}`);
}

export const lines = (rows: readonly string[]): void => rows.forEach((row) => console.log(`    ${row}`));
