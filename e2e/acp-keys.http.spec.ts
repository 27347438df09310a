import { randomUUID } from 'node:crypto';
import { ACP_VERSIONS, acpItems, itemsField } from '@/lib/testing/acp-words';
import { acpOf, payable, type Acp } from './fixtures/acp';
import { accessToken, makeAgent, must } from './fixtures/api';
import { expect, test } from './fixtures/test';

// specs/acp.md, "What a black-box check asserts", 35 to 48: Idempotency-Key in every version. docs/acp-checks.md.

const isNewest = ({ version }: Acp): boolean => version === '2026-04-17';
const conflictStatus = (acp: Acp): number => (isNewest(acp) ? 422 : 409);

for (const version of ACP_VERSIONS) {
  test(`acp 35 [${version}] the same key and body answers the same, and opens one session`, async ({ server }) => {
    const acp = acpOf(server, version);
    const request = { key: randomUUID(), body: acp.ready() };
    const first = must(await acp.send(request), 201);
    const second = must(await acp.send(request), 201);
    expect(second.text).toBe(first.text);
  });

  test(`acp 36 [${version}] a replay is marked in 2026-04-17 and in no other version`, async ({ server }) => {
    const acp = acpOf(server, version);
    const request = { key: randomUUID(), body: acp.ready() };
    expect((await acp.send(request)).headers.get('idempotent-replayed')).toBeNull();
    expect((await acp.send(request)).headers.get('idempotent-replayed')).toBe(isNewest(acp) ? 'true' : null);
  });

  test(`acp 37 [${version}] the order of names, white space and 1.0 for 1 make no other body`, async ({ server }) => {
    const acp = acpOf(server, version);
    const key = randomUUID();
    const first = must(await acp.send({ key, body: acp.ready() }), 201);
    const turned = JSON.stringify(Object.fromEntries(Object.entries(acp.ready()).toReversed()), null, 3).replace('"quantity": 1', '"quantity": 1.0');
    expect(turned).toContain('1.0');
    expect(must(await acp.send({ key, body: turned }), 201).text).toBe(first.text);
  });

  test(`acp 38 [${version}] the same key with another body is a conflict`, async ({ server }) => {
    const acp = acpOf(server, version);
    const key = randomUUID();
    must(await acp.send({ key, body: acp.ready() }), 201);
    const reply = must(await acp.send({ key, body: acp.ready('moose-mug') }), conflictStatus(acp));
    expect(reply.body).toMatchObject({ type: 'invalid_request', code: 'idempotency_conflict' });
  });

  test(`acp 39 [${version}] null is another body than nothing`, async ({ server }) => {
    const acp = acpOf(server, version);
    const key = randomUUID();
    must(await acp.send({ key, body: acp.ready() }), 201);
    must(await acp.send({ key, body: { ...acp.ready(), extra: null } }), conflictStatus(acp));
  });

  test(`acp 40 [${version}] the order of an array makes another body`, async ({ server }) => {
    const acp = acpOf(server, version);
    const key = randomUUID();
    const items = [{ id: 'birch-soap' }, { id: 'moose-mug' }];
    const body = (order: typeof items) => ({ ...acp.ready(), ...acpItems(version, order) });
    must(await acp.send({ key, body: body(items) }), 201);
    must(await acp.send({ key, body: body(items.toReversed()) }), conflictStatus(acp));
  });

  test(`acp 41 [${version}] the same create many times at once opens one session`, async ({ server }) => {
    const acp = acpOf(server, version);
    const request = { key: randomUUID(), body: acp.ready() };
    const replies = await Promise.all(Array.from({ length: 12 }, () => acp.send(request)));
    const opened = replies.filter(({ status }) => status === 201);
    expect(new Set(opened.map(({ text }) => text)).size).toBe(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect(must(reply, 409).body.code).toBe('idempotency_in_flight');
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(must(await acp.send(request), 201).text).toBe(opened[0]?.text);
  });

  test(`acp 42 [${version}] the same completion at once under one key pays once`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path, agent, pay } = await payable(server, acp);
    const request = { path: `${path}/complete`, key: randomUUID(), body: pay, token: agent };
    const replies = await Promise.all(Array.from({ length: 8 }, () => acp.send(request)));
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(must(reply, 409).body.code).toBe('idempotency_in_flight');
    const last = must(await acp.send(request), 200);
    expect(last.body.status).toBe('completed');
    for (const reply of replies.filter(({ status }) => status === 200)) expect(reply.text).toBe(last.text);
  });

  test(`acp 43 [${version}] the same key on another path is another request`, async ({ server }) => {
    const acp = acpOf(server, version);
    const key = randomUUID();
    const { path } = await acp.open(acp.ready(), { key });
    const other = await acp.open();
    must(await acp.send({ key, path, body: {} }), 200);
    must(await acp.send({ key, path: other.path, body: {} }), 200);
    expect(must(await acp.send({ key, path: `${path}/cancel`, body: {} }), 200).body.status).toBe('canceled');
  });

  test(`acp 44 [${version}] the same key of another caller is another request`, async ({ server }) => {
    const acp = acpOf(server, version);
    const key = randomUUID();
    const agent = await accessToken(server.baseUrl, await makeAgent(server));
    const [first, second] = [await acp.open(acp.ready(), { key }), await acp.open(acp.ready('moose-mug'), { key, token: agent })];
    expect(second.path).not.toBe(first.path);
  });

  test(`acp 45 [${version}] a create without a key is 400 in 2026-04-17 and taken before`, async ({ server }) => {
    const acp = acpOf(server, version);
    const reply = await acp.send({ key: null, body: acp.ready() });
    if (isNewest(acp)) expect(must(reply, 400).body).toMatchObject({ type: 'invalid_request', code: 'idempotency_key_required' });
    else must(reply, 201);
  });

  test(`acp 46 [${version}] update and cancel without a key are 400 in 2026-04-17 and taken before`, async ({ server }) => {
    const acp = acpOf(server, version);
    const { path } = await acp.open();
    const status = isNewest(acp) ? 400 : 200;
    must(await acp.send({ key: null, path, body: {} }), status);
    must(await acp.send({ key: null, path: `${path}/cancel`, body: {} }), status);
  });

  test(`acp 47 [${version}] a key of 255 characters is taken, one of 256 is 400`, async ({ server }) => {
    const acp = acpOf(server, version);
    const key = randomUUID().padEnd(255, 'k');
    must(await acp.send({ key, body: acp.ready() }), 201);
    must(await acp.send({ key: `${key}k`, body: acp.ready() }), 400);
  });

  test(`acp 48 [${version}] a refusal by the schema is kept under its key, what is no JSON is not`, async ({ server }) => {
    const acp = acpOf(server, version);
    const [kept, free] = [randomUUID(), randomUUID()];
    const wrong = { ...acp.ready(), [itemsField(version)]: 'soap' };
    const first = must(await acp.send({ key: kept, body: wrong }), 400);
    expect(must(await acp.send({ key: kept, body: wrong }), 400).text).toBe(first.text);
    must(await acp.send({ key: kept, body: acp.ready() }), conflictStatus(acp));
    must(await acp.send({ key: free, body: '{' }), 400);
    must(await acp.send({ key: free, body: acp.ready() }), 201);
  });
}
