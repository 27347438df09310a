import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { ENVIRONMENT } from '@/lib/env';

// deploy/: read as the tools read it. The image's files and the scripts are run by e2e/deploy.http.spec.ts; docker, kubectl and nginx themselves are not at hand.

const Pod = z.object({
  securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.int().min(1) }),
  containers: z.array(z.looseObject({
    image: z.string().regex(/:[\d.]+$/, 'names its version'),
    env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
    envFrom: z.array(z.looseObject({})).min(2),
    securityContext: z.object({ allowPrivilegeEscalation: z.literal(false), readOnlyRootFilesystem: z.literal(true), capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }) }),
  })).length(1),
});
const Manifest = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string() }) });
const folder = 'deploy/kubernetes';
const manifests = readdirSync(folder).flatMap((file) => parseAllDocuments(readFileSync(`${folder}/${file}`, 'utf8')).map((document) => Manifest.parse(document.toJS({ maxAliasCount: -1 }))));
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const known = (names: readonly string[]): string[] => names.filter((name) => !ENVIRONMENT.includes(name));

describe('the manifests of Kubernetes', () => {
  it('are what a deployment needs', () =>
    expect(manifests.map(({ kind }) => kind).toSorted()).toEqual(['ConfigMap', 'Deployment', 'Deployment', 'HorizontalPodAutoscaler', 'Job', 'NetworkPolicy', 'PodDisruptionBudget', 'Secret', 'Service']));

  it('run as nobody, write nowhere, and set what the server reads', () => {
    const pods = [...ofKind('Deployment'), ...ofKind('Job')].map(({ spec }) => Pod.parse((spec as { template: { spec: unknown } }).template.spec));
    expect(pods).toHaveLength(3);
    expect(known(pods.flatMap(({ containers }) => containers.flatMap(({ env }) => env.map(({ name }) => name))))).toEqual([]);
    const [config, secret] = [z.object({ data: z.record(z.string(), z.string()) }).parse(ofKind('ConfigMap')[0]), z.object({ stringData: z.record(z.string(), z.literal('')) }).parse(ofKind('Secret')[0])];
    expect(known([...Object.keys(config.data), ...Object.keys(secret.stringData)])).toEqual([]);
  });

  it('ask for the health that the server tells', () => {
    const [web] = ofKind('Deployment').filter(({ metadata }) => metadata.name === 'countersign-web');
    const paths = [...JSON.stringify(web).matchAll(/"path":"([^"]+)","port":"http"/g)].map(([, path]) => path);
    expect(new Set(paths)).toEqual(new Set(['/health/live', '/health/ready']));
  });
});

describe('compose', () => {
  const { services } = z.object({ services: z.record(z.string(), z.looseObject({ environment: z.record(z.string(), z.unknown()).optional() })) }).parse(parse(readFileSync('deploy/compose.yaml', 'utf8'), { merge: true }));

  it('has two servers, a worker, the migration, PostgreSQL and nginx', () => expect(Object.keys(services).toSorted()).toEqual(['app-1', 'app-2', 'migrate', 'nginx', 'postgres', 'worker']));

  it('sets what the server reads', () => expect(known(['app-1', 'app-2', 'worker', 'migrate'].flatMap((name) => Object.keys(services[name]?.environment ?? {})))).toEqual([]));
});

describe('the workflows of a forge', () => {
  const Job = z.looseObject({ 'runs-on': z.string(), 'timeout-minutes': z.int(), steps: z.array(z.looseObject({ run: z.string().optional() })) });
  const runsOf = (file: string): string => {
    const { jobs } = z.looseObject({ jobs: z.record(z.string(), Job) }).parse(parse(readFileSync(`.github/workflows/${file}`, 'utf8')));
    return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])).join('\n');
  };

  it('run what CI runs, and the image with every secret that compose asks for', () => {
    const runs = runsOf('ci.yml');
    expect(runs).toContain('bash .ci/run');
    const needed = [...readFileSync('deploy/compose.yaml', 'utf8').matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => name);
    expect(needed.length).toBeGreaterThan(4);
    expect(needed.filter((name) => !runs.includes(`echo "${name}=`))).toEqual([]);
  });

  it('ask each week for known weaknesses', () => expect(runsOf('audit.yml')).toContain('npm audit --omit=dev'));
});

describe('the unit of systemd', () => {
  it('sets what the server reads, and starts what the build makes', () => {
    const unit = readFileSync('deploy/countersign.service', 'utf8');
    const environment = /^Environment=(.*)$/m.exec(unit)?.[1]?.split(' ').map((pair) => pair.split('=')[0] ?? '') ?? [];
    expect(known(environment.filter((name) => name !== 'NODE_ENV'))).toEqual([]);
    expect(unit).toMatch(/^ExecStart=\/usr\/bin\/node dist\/server\.mjs$/m);
  });
});
