import { describe, expect, it } from 'vitest';
import { mandatesWhatIsShown, type MandateContent } from './allow';

const content: MandateContent = {
  after: { permissions: ['browse_products', 'create_cart'], limits: [{ currency: 'CAD', perTransaction: '9.50', daily: '20.00', weekly: '40.00', monthly: '80.00' }] },
};
const shown = {
  permissions: ['create_cart', 'browse_products'],
  spending_limits: [{ currency: 'CAD', per_transaction: '9.5', daily: '20', weekly: '40', monthly: '80.00' }],
};
const [limit = { currency: 'CAD', per_transaction: '', daily: '', monthly: '' }] = shown.spending_limits;

describe('mandatesWhatIsShown', () => {
  it('takes the same terms, however they are written', () => {
    expect(mandatesWhatIsShown(content, shown)).toBe(true);
  });

  it.each([
    ['a permission less', { ...shown, permissions: ['create_cart'] }],
    ['another permission', { ...shown, permissions: ['create_cart', 'complete_purchase'] }],
    ['another amount for each purchase', { ...shown, spending_limits: [{ ...limit, per_transaction: '9.51' }] }],
    ['no limit for a week', { ...shown, spending_limits: [{ ...limit, weekly: undefined }] }],
    ['another currency', { ...shown, spending_limits: [{ ...limit, currency: 'EUR' }] }],
    ['a currency more', { ...shown, spending_limits: [limit, { ...limit, currency: 'EUR' }] }],
    ['one purchase', { snapshot_hash: 'a' }],
  ])('takes no mandate for %s', (_case, terms) => {
    expect(mandatesWhatIsShown(content, terms)).toBe(false);
  });

  it('takes a mandate for the merchants that the page shows, and for no others', () => {
    const at = (merchants?: string[]): MandateContent => ({ ...content, after: { ...content.after, merchants } });
    expect(mandatesWhatIsShown(at(['a-shop']), shown, ['a-shop'])).toBe(true);
    for (const [mandated, seen] of [[undefined, ['a-shop']], [['a-shop'], undefined], [['a-shop', 'b-shop'], ['a-shop']]] as const) {
      expect(mandatesWhatIsShown(at(mandated && [...mandated]), shown, seen)).toBe(false);
    }
  });

  it('takes a mandate for one purchase as the page shows it, and for no other', () => {
    expect(mandatesWhatIsShown({ ...content, purchase: { snapshotHash: 'a' } }, { snapshot_hash: 'a' })).toBe(true);
    expect(mandatesWhatIsShown({ ...content, purchase: { snapshotHash: 'a' } }, { snapshot_hash: 'b' })).toBe(false);
    expect(mandatesWhatIsShown({ ...content, purchase: { snapshotHash: 'a' } }, shown)).toBe(false);
  });
});
