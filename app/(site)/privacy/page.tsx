import type { Metadata } from 'next';
import { Article } from '@/components/site/article';

export const metadata: Metadata = { title: 'Privacy' };

export default function PrivacyPage() {
  return (
    <Article
      title="Privacy notice"
      lead="What we keep about you, why, and who sees it. Nothing here is sold, and nothing is used for advertising."
      updated="21 November 2026"
    >
      <h2>What we keep</h2>
      <ul>
        <li>Your name, your email and a hash of your password; the public half of each passkey. The private half never leaves your device.</li>
        <li>Your agents, their permissions and limits, and a hash of each secret.</li>
        <li>Purchases: items, amounts, the delivery address that was given, and the decisions you took.</li>
        <li>For each approval, the signed record of what was shown and what your passkey signed, as evidence for you and the merchant.</li>
        <li>Sign-ins: when, and by which method. Log lines carry request numbers, never passwords, tokens or card numbers.</li>
      </ul>
      <h2>Who sees it</h2>
      <ul>
        <li>
          A merchant sees its own orders: the buyer’s details that were given for delivery, the agent’s name, and whether a person countersigned. It
          never sees your limits, your other purchases or your intent mandates.
        </li>
        <li>An agent sees what it does itself, and its own limits.</li>
        <li>A bank and a card network see the payment and that an agent made it.</li>
      </ul>
      <h2>Cookies</h2>
      <p>
        One cookie keeps you signed in, one protects the sign-in form, and one remembers the theme you chose. There is no tracking and no third-party
        script.
      </p>
      <h2>How long</h2>
      <p>
        The ledger, orders and evidence are kept as long as the law asks records of payments to be kept. Unfinished checkouts, sign-in challenges and
        used tickets are deleted once they have expired.
      </p>
      <h2>Your rights</h2>
      <p>
        You may ask the operator of this server what is kept about you, have mistakes corrected, take your data with you, and have deleted what need
        not be kept. You may also complain to your data protection authority.
      </p>
    </Article>
  );
}
