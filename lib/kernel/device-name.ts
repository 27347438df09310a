/** The first that fits counts: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari. */
const BROWSERS = [[/Edg(?:e|A|iOS)?\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\/|FxiOS\//, 'Firefox'], [/Chrome\/|CriOS\//, 'Chrome'], [/Safari\//, 'Safari']] as const;
const SYSTEMS = [[/iPhone|iPad/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']] as const;

const find = (table: readonly (readonly [pattern: RegExp, name: string])[], text: string): string | undefined => table.find(([pattern]) => pattern.test(text))?.[1];

/** What an owner knows a browser by, from its User-Agent: "Chrome on Android". */
export function deviceName(userAgent: string): string {
  const system = find(SYSTEMS, userAgent);
  return `${find(BROWSERS, userAgent) ?? 'A browser'}${system === undefined ? '' : ` on ${system}`}`;
}
