import { beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '@/lib/kernel/id';
import type { MailPort } from '@/lib/ports';
import type { ArrivedMail } from './mail-stubs';
import type { TestCtx } from './test-ctx';

/** Somebody who stands behind the mail port. */
export type MailWorld = {
  readonly ctx: TestCtx;
  readonly port: MailPort;
  /** What arrived for an address, oldest first. What a place does not keep of a mail (who it is from, its HTML) is empty there. */
  arrived(recipient: string): Promise<Pick<ArrivedMail, 'recipient' | 'subject' | 'text' | 'key'>[]>;
};

/** What whoever promises a mail relies on, whoever carries it. */
export function describeMailPort(name: string, makeWorld: () => Promise<MailWorld>): void {
  describe(`the mail port over ${name}`, () => {
    let world: MailWorld;
    beforeAll(async () => {
      world = await makeWorld();
    });
    const newMail = (more: { subject?: string; recipient?: string } = {}) => ({ recipient: `${newUuid()}@customer.example`, subject: 'Votre commande : 4407', text: 'Ça chauffe.\n\nhttps://shop.example/orders/1/pass?key=a_b-c', html: '<p>Ça chauffe.</p>', ...more });
    const send = (mail: ReturnType<typeof newMail>, key: string = newUuid()) => world.port.send(world.ctx, mail, key);

    it('brings subject and words as they were written, in any script', async () => {
      const mail = newMail({ subject: 'Ordre № 42, Pâtons, ピザ' });
      await send(mail);
      expect(await world.arrived(mail.recipient)).toMatchObject([{ recipient: mail.recipient, subject: mail.subject, text: mail.text }]);
    });

    it('is told from others by its key, the same one each time', async () => {
      const mail = newMail();
      const key = newUuid();
      await send(mail, key);
      await send(mail, key);
      const keys = (await world.arrived(mail.recipient)).map((arrived) => arrived.key);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toContain(key);
    });

    it('takes no header from a subject', async () => {
      const mail = newMail({ subject: 'Hello\r\nBcc: all@evil.example\r\n\r\nbody' });
      await send(mail);
      expect(await world.arrived(mail.recipient)).toMatchObject([{ subject: 'Hello  Bcc: all@evil.example    body', text: mail.text }]);
      expect(await world.arrived('all@evil.example')).toEqual([]);
    });

    it.each(['a@shop.example, b@evil.example', 'a@shop.example\r\nBcc: b@evil.example', '<b@evil.example>', 'no address', '', 'a@b@c', `${'a'.repeat(65)}@b.example`])('gives up at once on %j, which is not one address', async (recipient) => {
      await expect(send(newMail({ recipient }))).rejects.toMatchObject({ name: 'Undeliverable' });
    });
  });
}
