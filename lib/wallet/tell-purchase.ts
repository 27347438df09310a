import { formatMoney } from '@/lib/kernel/money';
import { agentWord, notifyOwner, payeeWord } from '@/lib/notification';
import { inTransaction, type Ctx } from '@/lib/ports';
import { findPurchase } from './store';

/** An agent's payment came to an order: its owner is told. An order that no wallet paid is nobody's news. */
export async function tellPurchase(ctx: Ctx, { orderId }: { orderId: string }): Promise<void> {
  const purchase = await findPurchase(ctx, orderId);
  if (!purchase) return;
  const { walletId, agentName, merchant, total, humanPresent } = purchase;
  await inTransaction(ctx, (tx) =>
    notifyOwner(tx, {
      walletId,
      kind: 'purchase',
      subject: orderId,
      body: `${agentWord(agentName)} paid ${formatMoney(total)} to ${payeeWord(merchant)}.`,
      details: [humanPresent ? 'You approved this purchase.' : 'It was within your limits.'],
      path: `/orders/${orderId}`,
    }),
  );
}
