import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { processWide } from '@/lib/kernel/process-wide';

/** Where the files say that a server is: http://localhost:3000. An answer puts the installation's own origin in its place. */
const WRITTEN_ORIGIN = 'http://localhost:3000';

/** They come with the code, and a process reads each once. */
const texts = processWide('published-files', () => new Map<string, Promise<string>>());

/** A text of docs/, as this installation publishes it. `file` is named by code of ours, never by a caller. */
export async function readPublishedFile(file: string, publicOrigin: string): Promise<string> {
  let text = texts.get(file);
  if (text === undefined) {
    text = readFile(path.join(process.cwd(), 'docs', file), 'utf8');
    texts.set(file, text);
    text.catch(() => texts.delete(file)); // it may be there the next time
  }
  return (await text).replaceAll(WRITTEN_ORIGIN, publicOrigin);
}
