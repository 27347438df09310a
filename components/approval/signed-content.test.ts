import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signsWhatIsShown } from './signed-content';

const content = { v: 1, total: '184.20', payment_method_id: 'pm_1', currency: 'CAD', approval_id: 'a-1' };
const canonical = '{"approval_id":"a-1","currency":"CAD","payment_method_id":"pm_1","total":"184.20","v":1}';
const challenge = createHash('sha256').update(canonical).digest('base64url');
const shown = { approvalId: 'a-1', total: '184.20', currency: 'CAD', paymentMethodId: 'pm_1' };

describe('signsWhatIsShown', () => {
  it('accepts the hash of the content that the page shows', async () => {
    expect(await signsWhatIsShown(content, challenge, shown)).toBe(true);
  });
  it('leaves the card to the owner where another person signs', async () => {
    expect(await signsWhatIsShown(content, challenge, { ...shown, paymentMethodId: null })).toBe(true);
  });
  it('refuses a challenge over anything else', async () => {
    expect(await signsWhatIsShown({ ...content, total: '184.21' }, challenge, shown)).toBe(false);
    expect(await signsWhatIsShown(content, createHash('sha256').update('other').digest('base64url'), shown)).toBe(false);
  });
  it.each([{ approvalId: 'a-2' }, { total: '18.42' }, { currency: 'EUR' }, { paymentMethodId: 'pm_2' }])(
    'refuses content that differs from the page in %j',
    async (other) => {
      expect(await signsWhatIsShown(content, challenge, { ...shown, ...other })).toBe(false);
    },
  );
});
