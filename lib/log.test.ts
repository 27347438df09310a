import { describe, expect, it } from 'vitest';
import { createLog, logContext, redact } from './log';

function capture(): { lines: string[]; log: ReturnType<typeof createLog> } {
  const lines: string[] = [];
  return { lines, log: createLog('info', { write: (line: string) => void lines.push(line) }) };
}

describe('redact', () => {
  it('blanks secret keys however they are spelled and however deep they stand', () => {
    const clean = JSON.stringify(
      redact({
        headers: { Authorization: 'x1', cookie: 'x2', 'X-Api-Key': 'x3' },
        body: { client_secret: 'x4', payment_data: [{ token: 'x5', card: { number: 'x6', cvc: 'x7' } }], password: 'x8' },
      }),
    );
    expect(clean).not.toMatch(/x\d/);
  });

  it('blanks credentials inside a text', () => {
    const text = redact(`Bearer abc.def and vt_${'a'.repeat(43)} at postgresql://app:hunter2@localhost/db`);
    expect(text).toBe('[redacted] and [redacted] at postgresql://app:[redacted]@localhost/db');
  });

  it('keeps what is no secret', () => {
    const detail = { paymentId: 'pay_1', amount: 1200n, at: new Date(0), list: [1, 'two', null] };
    expect(redact(detail)).toEqual({ ...detail, amount: '1200' });
  });

  it('takes the code of a database error along, never its detail, which repeats the row', () => {
    const error = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(ada@example.com) already exists.' });
    const clean = redact(error);
    expect(clean).toMatchObject({ message: 'duplicate key', code: '23505' });
    expect(JSON.stringify(clean)).not.toContain('ada@example.com');
  });
});

describe('createLog', () => {
  it('writes one JSON line with the id of the request under way', () => {
    const { lines, log } = capture();
    logContext.run({ requestId: 'req_1' }, () => log.info({ token: 'secret' }, 'hello'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', requestId: 'req_1', token: '[redacted]', msg: 'hello' });
  });

  it('redacts an error given as err', () => {
    const { lines, log } = capture();
    log.error({ err: new Error('Bearer abcdef') }, 'failed');
    expect(lines[0]).not.toContain('abcdef');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { type: 'Error' } });
  });
});
