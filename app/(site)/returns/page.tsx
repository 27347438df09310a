import type { Metadata } from 'next';
import Link from 'next/link';
import { Article } from '@/components/site/article';

export const metadata: Metadata = { title: 'Returns' };

export default function ReturnsPage() {
  return (
    <Article title="Returns" lead="Something that an agent bought is returned like anything else you bought." updated="21 November 2026">
      <h2>Shipped goods</h2>
      <p>
        Let your agent ask for the return, or tell the merchant within 30 days of delivery, with the order number from your order page. Send the goods back unused, in their packaging. The
        merchant refunds the price and the cheapest shipping it offered to the card that paid.
      </p>
      <h2>Food and pickup</h2>
      <p>
        Prepared food cannot be returned. If something was wrong or missing, tell the merchant on the same day and it makes it good or refunds it.
      </p>
      <h2>Faulty or not as described</h2>
      <p>The merchant bears the cost of the return, whenever the fault shows within the time the law gives you.</p>
      <h2>A purchase you did not want</h2>
      <ul>
        <li>Before it is paid, decline it. Nothing is charged.</li>
        <li>
          If an agent bought the wrong thing within its limits, return it as above, and{' '}
          <Link href="/wallet/agents">pause the agent or revoke it</Link>.
        </li>
        <li>
          If you think that nobody with your authority made the purchase, revoke the agent first, then write to the merchant. The order keeps the
          evidence of who authorised it.
        </li>
      </ul>
      <h2>Your limits</h2>
      <p>A refund goes back to your card. It does not give an agent its spent budget back: that returns with the next day or month.</p>
    </Article>
  );
}
