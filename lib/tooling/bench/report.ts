import { DECISION, DECISION_WITH_PAST } from './measure-decision';
import { CART_COMMAND, EXECUTE } from './orchestrator-client';
import { MENU, QUOTE } from './pizzeria-client';
import { ACP_VERSIONS } from '@/lib/testing/acp-words';
import { ACP_CALLS, CONNECTIONS, HTTP_FLOOR, PURCHASE, SQL_FLOOR, type Row } from './measure-path';

/** CPU per call in milliseconds that the path shall reach, at 10 connections. */
export const GOALS: Readonly<Record<string, number>> = { token: 0.6, introspection: 0.3, 'payments/token': 0.8, get: 0.25, create: 1, complete: 2, [DECISION]: 0.3, [DECISION_WITH_PAST]: 0.3, [MENU]: 0.6, [QUOTE]: 0.6, [CART_COMMAND]: 1, [EXECUTE]: 3 };
/** Whole purchases, as a share of the SQL floor's rate at 10 connections. */
export const PURCHASE_GOAL = 0.5;

const fixed = (value: number, digits: number): string => (Number.isNaN(value) ? '' : value.toFixed(digits));

/** The figures as a Markdown table, and what they come to. */
export function toMarkdown(rows: readonly Row[]): string {
  const head = ['| call | connections | CPU ms per call | goal | calls/s | p50 ms | p99 ms |', '|---|---:|---:|---:|---:|---:|---:|'];
  const lines = rows.map(({ name, connections, cpuMsPerCall, callsPerSecond, p50Ms, p99Ms }) => {
    const goal = connections === 10 ? (GOALS[name]?.toString() ?? '') : '';
    return `| ${name} | ${connections} | ${fixed(cpuMsPerCall, 3)} | ${goal} | ${fixed(callsPerSecond, 0)} | ${fixed(p50Ms, 2)} | ${fixed(p99Ms, 2)} |`;
  });
  return [...head, ...lines, '', ...CONNECTIONS.map((connections) => ratios(rows, connections))].join('\n');
}

/** CPU per call of each version, and in brackets its ratio to the newest in the same run. */
export function toVersionsMarkdown(rows: readonly Row[]): string {
  const cpu = (call: string, version: string): number => rows.find(({ name }) => name === `${call} ${version}`)?.cpuMsPerCall ?? Number.NaN;
  const versions = ACP_VERSIONS.toReversed();
  const cell = (call: string, version: string): string => `${fixed(cpu(call, version), 2)} (${fixed(cpu(call, version) / cpu(call, versions[0] ?? ''), 2)})`;
  const lines = versions.map((version) => `| ${version} | ${ACP_CALLS.map((call) => cell(call, version)).join(' | ')} |`);
  return [`| version | ${ACP_CALLS.join(' | ')} |`, `|---|${ACP_CALLS.map(() => '---:').join('|')}|`, ...lines].join('\n');
}

function ratios(rows: readonly Row[], connections: number): string {
  const rate = (name: string): number => rows.find((row) => row.name === name && row.connections === connections)?.callsPerSecond ?? Number.NaN;
  const share = (100 * rate(PURCHASE)) / rate(SQL_FLOOR);
  return `At ${connections} connections: whole purchases at ${fixed(share, 0)} % of the SQL floor's rate; a bare handler answers ${fixed(rate(HTTP_FLOOR) / rate('get'), 1)} times as often as get.`;
}
