import { MESSAGE_VERSION, type AuthenticationStatus, type Challenge } from '@/lib/authentication';
import { unreachable } from '@/lib/kernel/invariant';
import { formatMoney } from '@/lib/kernel/money';
import { html, NOTHING, type Html } from '@/lib/http/html';
import { respondPage } from './page';

/** The bank asks, or says how it ended. Works without a script. */
export function challengePage(challenge: Challenge): Response {
  if (challenge.status === 'challenge') return respondPage({ title: 'Is this your purchase?', main: question(challenge) });
  const { notificationUrl } = challenge;
  const { title, text } = endingOf(challenge.status);
  const main = html`<p>${text}</p>
${purchase(challenge)}
${notificationUrl === null ? html`<p>You can close this page and go back to where you were buying.</p>` : wayBack(challenge, notificationUrl)}`;
  return respondPage({ title, main, ...(notificationUrl !== null && { formTarget: notificationUrl }) });
}

const purchase = ({ merchantName, amount, cardLast4 }: Challenge): Html => html`<dl>
<dt>Merchant</dt><dd>${merchantName}</dd>
<dt>Amount</dt><dd>${formatMoney(amount)}</dd>
<dt>Card</dt><dd>•••• ${cardLast4}</dd>
</dl>`;

const question = (challenge: Challenge): Html => html`<p>Enter the code that your bank sent you to confirm it.</p>
${purchase(challenge)}
<form method="post" autocomplete="off">
<label for="code">Code</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required autofocus${challenge.triesLeft < 3 ? html` aria-invalid="true" aria-describedby="fault"` : NOTHING}>
${fault(challenge)}
<button>Confirm</button>
</form>
<form method="post"><input type="hidden" name="cancel" value="1"><button class="quiet">Cancel</button></form>
<p class="note">This bank is simulated and sends nothing. The code is <b>${challenge.code}</b></p>`;

const fault = ({ triesLeft }: Challenge): Html =>
  triesLeft < 3 ? html`<p id="fault" class="fault" role="alert">That was not the code. ${triesLeft === 1 ? 'One try is left.' : `${String(triesLeft)} tries are left.`}</p>` : NOTHING;

/** EMV 3-D Secure, CRes: what the browser carries to whoever asked. It says how it went and proves nothing. */
function wayBack({ acsTransactionId, serverTransactionId, status }: Challenge, notificationUrl: string): Html {
  const response = {
    threeDSServerTransID: serverTransactionId,
    acsTransID: acsTransactionId,
    messageType: 'CRes',
    messageVersion: MESSAGE_VERSION,
    challengeCompletionInd: 'Y',
    transStatus: status === 'authenticated' ? 'Y' : 'N',
  };
  const cres = Buffer.from(JSON.stringify(response)).toString('base64url');
  return html`<form method="post" action="${notificationUrl}"><input type="hidden" name="cres" value="${cres}"><button>Back to the purchase</button></form>`;
}

function endingOf(status: Exclude<AuthenticationStatus, 'challenge'>): { readonly title: string; readonly text: string } {
  switch (status) {
    case 'authenticated':
    case 'attempted':
      return { title: 'Confirmed', text: 'Thank you. Your bank has confirmed the purchase.' };
    case 'challenge_abandoned':
      return { title: 'Cancelled', text: 'You did not confirm the purchase. Nothing was charged.' };
    case 'not_authenticated':
    case 'rejected':
      return { title: 'Not confirmed', text: 'Your bank could not confirm that this is you. Nothing was charged.' };
    case 'unavailable':
      return { title: 'Not available', text: 'Your bank cannot confirm purchases just now. Nothing was charged.' };
    case 'expired':
      return { title: 'Out of time', text: 'The time to confirm this purchase ran out. Nothing was charged.' };
    case 'fingerprint':
    case 'pending':
    case 'not_supported':
      return { title: 'Nothing to confirm', text: 'Your bank was not asked about this purchase.' };
    default:
      return unreachable(status);
  }
}
