import type { Metadata } from 'next';
import Link from 'next/link';
import { Article } from '@/components/site/article';

export const metadata: Metadata = { title: 'Terms' };

export default function TermsPage() {
  return (
    <Article title="Terms of use" lead="What you may expect of Countersign, and what it expects of you." updated="21 November 2026">
      <h2>What this service does</h2>
      <p>
        Countersign lets software agents buy from merchants on your behalf, within limits that you set. A purchase beyond a limit waits for your
        passkey. Merchants sell through the same service.
      </p>
      <h2>Your wallet</h2>
      <ul>
        <li>You are responsible for who can use your devices and passkeys. Your passkey is your signature.</li>
        <li>An agent acts for you. A purchase within the limits you set, or one you approved, is your purchase.</li>
        <li>You may lower a limit, pause or revoke an agent at any time, with effect on its next call.</li>
        <li>Keep each agent’s secret to yourself. If it leaks, revoke the agent.</li>
      </ul>
      <h2>What we hold ourselves to</h2>
      <ul>
        <li>What an agent spends without your approval never exceeds a limit you set.</li>
        <li>A payment token pays once, for one checkout, one merchant and one amount, and expires.</li>
        <li>An approval covers exactly the cart it showed. If the cart changes, the approval is void.</li>
        <li>A charge has an order, or it is voided.</li>
      </ul>
      <h2>Merchants</h2>
      <p>
        You describe your goods truthfully, honour the price and the stock that a checkout showed, and deliver what was ordered. The contract of sale
        is between you and the buyer.
      </p>
      <h2>Simulated money</h2>
      <p>
        Unless the operator of this server has connected a payment provider, its bank and card network are simulated. Balances and cards then have no
        value, and nothing is charged or shipped.
      </p>
      <h2>Fair use</h2>
      <p>Do not attack the service, get around its limits, or use it for what the law forbids. We may pause an account that does.</p>
      <h2>Liability and changes</h2>
      <p>
        The software is open source and comes as it is, as its licence says. Rights that the law gives you as a consumer stay with you. If these terms
        change, owners are told by email before the change applies.
      </p>
      <p>
        See also the <Link href="/privacy">privacy notice</Link> and <Link href="/returns">returns</Link>.
      </p>
    </Article>
  );
}
