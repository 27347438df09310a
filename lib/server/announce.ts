import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const SignIn = z.object({ email: z.string(), password: z.string() });
const Demo = z.object({ wallet: SignIn, merchants: z.array(z.object({ handle: z.string(), owner: SignIn })) });

/** What a person needs next, once the server answers: where it is, who may sign in, what to try. */
export function announcement(publicOrigin: string, dataDir: string): string {
  const lines = ['', `  Countersign is ready: ${publicOrigin}`, ''];
  const demo = readDemo(dataDir);
  if (demo) {
    lines.push(`  Sign in at ${publicOrigin}/sign-in`);
    lines.push(signInLine('wallet owner', demo.wallet), ...demo.merchants.map(({ handle, owner }) => signInLine(handle, owner)), '');
    lines.push('  Then, in another terminal:  npm run demo', '');
  }
  return lines.join('\n');
}

const signInLine = (who: string, { email, password }: z.infer<typeof SignIn>): string => `    ${who.padEnd(22)} ${email.padEnd(32)} ${password}`;

/** Null where no demo world was seeded. */
function readDemo(dataDir: string): z.infer<typeof Demo> | null {
  const file = path.join(dataDir, 'demo.json');
  return existsSync(file) ? Demo.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}
