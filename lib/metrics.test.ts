import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { metrics } from './metrics';

const Rules = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(z.strictObject({ alert: z.string(), expr: z.string(), for: z.string(), labels: z.object({ severity: z.enum(['page', 'ticket']) }), annotations: z.object({ summary: z.string(), runbook: z.string().optional() }) })).min(1) })) });
const Dashboard = z.object({ panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) })).min(1) });

const read = (file: string): string => readFileSync(file, 'utf8');
const rules = Rules.parse(parse(read('deploy/observability/alerts.yml'))).groups.flatMap((group) => group.rules);
const dashboard = Dashboard.parse(JSON.parse(read('deploy/observability/grafana-dashboard.json')));

/** Names of ours, a histogram's series by the histogram's. */
const namesIn = (text: string): string[] => [...text.matchAll(/countersign_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));
const own = async (): Promise<string[]> => (await metrics.registry.getMetricsAsJSON()).map(({ name }) => name).filter((name) => name.startsWith('countersign_'));

describe('the figures', () => {
  it.each([['the alerts', rules.map(({ expr }) => expr)], ['the dashboard', dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))]])('that %s ask for are counted', async (_what, exprs) => {
    const names = exprs.flatMap(namesIn);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !metricsNames.includes(name))).toEqual([]);
  });

  it('are all told of in docs/metrics.md, with their labels', async () => {
    const rows = [...read('docs/metrics.md').matchAll(/^\| `(countersign_\w+)` \| ([\w, ]*) \|/gm)].map(([, name = '', labels = '']) => [name, labels.split(', ').map((label) => label.trim()).filter(Boolean)] as const);
    expect(rows.map(([name]) => name).toSorted()).toEqual((await own()).toSorted());
    for (const [name, labels] of rows) expect((metrics.registry.getSingleMetric(name) as unknown as { labelNames: string[] }).labelNames, name).toEqual(labels);
  });

  it('have a runbook where an alert names one', () => {
    for (const { annotations } of rules) if (annotations.runbook !== undefined) expect(read(annotations.runbook)).toMatch(/^# /);
  });
});

const metricsNames = await own();
