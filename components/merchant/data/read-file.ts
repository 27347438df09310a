const LIMIT_BYTES = 1_000_000;

/** The text of a file that a person chose; null when it is too large to be sent. UTF-8, else what spreadsheets on Windows write. */
export async function readFile(file: File): Promise<string | null> {
  if (file.size > LIMIT_BYTES) return null;
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
