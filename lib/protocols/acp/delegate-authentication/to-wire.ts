import { MESSAGE_VERSION, type Authentication, type AuthenticationResult, type AuthenticationStatus } from '@/lib/authentication';

type Action = { readonly status: string; readonly action?: object };

/** DelegateAuthenticationSession of 2026-04-17. The action names pages of the issuer's ACS, which are ours. */
export const toSession = (authentication: Authentication, origin: string): object => ({
  authentication_session_id: authentication.id,
  ...toAction(authentication, origin),
});

function toAction({ status, serverTransactionId, acsTransactionId }: Authentication, origin: string): Action {
  switch (status) {
    case 'fingerprint':
      return required('fingerprint', { three_ds_method_url: `${origin}/bank/acs/method/${serverTransactionId}`, three_ds_server_trans_id: serverTransactionId });
    case 'challenge':
      return required('challenge', {
        acs_url: `${origin}/bank/acs/challenge/${acsTransactionId}`,
        acs_trans_id: acsTransactionId,
        three_ds_server_trans_id: serverTransactionId,
        message_version: MESSAGE_VERSION,
      });
    default:
      return { status: status satisfies Exclude<AuthenticationStatus, 'fingerprint' | 'challenge'> };
  }
}

const required = (type: 'fingerprint' | 'challenge', details: object): Action => ({ status: 'action_required', action: { type, [type]: details } });

/** The same with `authentication_result`, once there is one. */
export const toSessionWithResult = (authentication: Authentication, result: AuthenticationResult | null, origin: string): object => ({
  ...toSession(authentication, origin),
  ...(result && { authentication_result: toResult(result) }),
});

const toResult = (result: AuthenticationResult): object => ({
  trans_status: result.transactionStatus,
  electronic_commerce_indicator: result.eci ?? undefined,
  three_ds_cryptogram: result.cryptogram ?? undefined,
  transaction_id: result.dsTransactionId,
  three_ds_server_trans_id: result.serverTransactionId,
  version: result.version,
  authentication_value: result.cryptogram ?? undefined,
  trans_status_reason: result.statusReason ?? undefined,
  cardholder_info: result.cardholderInfo ?? undefined,
});
