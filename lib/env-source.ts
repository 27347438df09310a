import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

export type Source = Readonly<Record<string, string | undefined>>;

/** What the orchestrator's text calls things that have a name here (seeds/commerce-orchestrator.txt, rules.md). */
export const OTHER_NAMES = ['CONFIG_FILE', 'ENV', 'PERSISTENCE_PATH'] as const;

/** ENV=production asks for a deployment, PERSISTENCE_PATH is the data folder. A name of our own that is set too wins. */
export const withOtherNames = (given: Source): Source => ({
  ...(given.ENV === 'production' && { COUNTERSIGN_DEPLOYMENT: '1' }),
  ...(given.PERSISTENCE_PATH !== undefined && { COUNTERSIGN_DATA_DIR: given.PERSISTENCE_PATH }),
  ...given,
});

const Settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

type Read = { readonly ok: true; readonly source: Source } | { readonly ok: false; readonly faults: readonly string[] };

/** The variables of the file that CONFIG_FILE names, YAML or JSON, name by name; what the environment sets wins. A value is never repeated in a fault. */
export function withConfigFile(source: Source): Read {
  const file = source.CONFIG_FILE;
  if (file === undefined || file.trim() === '') return { ok: true, source };
  try {
    const settings = Settings.safeParse(parse(readFileSync(file, 'utf8')));
    if (!settings.success) return { ok: false, faults: ['CONFIG_FILE must hold names and plain values, as YAML or JSON.'] };
    const given = Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== '');
    return { ok: true, source: { ...Object.fromEntries(Object.entries(settings.data).map(([name, value]) => [name, String(value)])), ...Object.fromEntries(given) } };
  } catch {
    return { ok: false, faults: ['CONFIG_FILE names no file that can be read as YAML or JSON.'] };
  }
}
