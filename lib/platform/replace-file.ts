import { randomUUID } from 'node:crypto';
import { renameSync, writeFileSync, type WriteFileOptions } from 'node:fs';

/** Writes a file anew. Who reads it meanwhile, also from another process, finds the old text or the new one, whole; never a half, nor none. */
export function replaceFile(file: string, text: string, options: WriteFileOptions & object = {}): void {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, text, { ...options, flush: true });
  renameSync(draft, file);
}
