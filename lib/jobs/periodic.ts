import { eraseDueAccounts } from '@/lib/account';
import { deleteExpiredProofs } from '@/lib/agent';
import { sealSales } from '@/lib/analytics';
import { deleteOldAuthentications } from '@/lib/authentication';
import { expireCarts } from '@/lib/cart';
import { endSnoozes } from '@/lib/catalog';
import { expireCheckouts, resumeCompletions } from '@/lib/checkout';
import { sealTrails } from '@/lib/audit-trail';
import { deleteExpiredInvitations } from '@/lib/console';
import { deleteOldGrants } from '@/lib/grant';
import { deleteExpiredSignIns } from '@/lib/identity';
import { queueDueFeeds } from '@/lib/feed';
import { expireHostedCheckouts, recoverHostedPayments } from '@/lib/hosted-checkout';
import { deleteOldCommands } from '@/lib/kitchen';
import { forgetFullBudgets } from '@/lib/http/rate-limit';
import { sweepMessages } from '@/lib/operations';
import { expireAuthorizations, resumeRefunds } from '@/lib/network';
import { syncStaleAccounts } from '@/lib/payment-hub';
import { reportReconciliation } from '@/lib/reconciliation';
import { deleteOldNotices } from '@/lib/store-notice';
import { deleteCards } from '@/lib/vault';
import { expireApprovals, retireSpentAgents } from '@/lib/wallet';
import { deleteOldDeliveries } from '@/lib/webhook';
import { auditBooks } from './audit-books';
import { deleteDeliveredEvents, deleteOldIdempotencyRecords } from './store';
import type { PeriodicJob } from './types';

/** What is due every so often, besides the outbox. */
export const periodicJobs: readonly PeriodicJob[] = [
  { name: 'resume-completions', everySeconds: 2, run: resumeCompletions },
  { name: 'resume-refunds', everySeconds: 10, run: resumeRefunds },
  { name: 'expire-authorizations', everySeconds: 60, run: expireAuthorizations },
  { name: 'expire-approvals', everySeconds: 10, run: expireApprovals },
  { name: 'retire-spent-agents', everySeconds: 5, run: retireSpentAgents },
  { name: 'expire-checkouts', everySeconds: 10, run: expireCheckouts },
  { name: 'expire-hosted-checkouts', everySeconds: 10, run: expireHostedCheckouts },
  { name: 'recover-hosted-payments', everySeconds: 10, run: recoverHostedPayments },
  { name: 'end-snoozes', everySeconds: 5, run: endSnoozes },
  { name: 'queue-due-feeds', everySeconds: 2, run: queueDueFeeds },
  { name: 'expire-carts', everySeconds: 60, run: expireCarts },
  { name: 'seal-audit-trails', everySeconds: 5, run: sealTrails },
  { name: 'audit-books', everySeconds: 600, run: auditBooks },
  { name: 'sync-payment-accounts', everySeconds: 900, run: syncStaleAccounts },
  { name: 'reconcile', everySeconds: 900, run: reportReconciliation },
  { name: 'delete-old-idempotency-records', everySeconds: 3600, run: deleteOldIdempotencyRecords },
  { name: 'delete-delivered-events', everySeconds: 3600, run: deleteDeliveredEvents },
  { name: 'delete-old-webhook-deliveries', everySeconds: 3600, run: deleteOldDeliveries },
  { name: 'forget-full-rate-budgets', everySeconds: 600, run: forgetFullBudgets },
  { name: 'sweep-inspector', everySeconds: 10, run: sweepMessages },
  { name: 'delete-expired-proofs', everySeconds: 600, run: deleteExpiredProofs },
  { name: 'delete-old-authentications', everySeconds: 3600, run: deleteOldAuthentications },
  { name: 'seal-sales', everySeconds: 3600, run: sealSales },
  { name: 'delete-old-store-notices', everySeconds: 3600, run: deleteOldNotices },
  { name: 'delete-vault-cards', everySeconds: 60, run: deleteCards },
  { name: 'delete-old-kitchen-commands', everySeconds: 3600, run: deleteOldCommands },
  { name: 'delete-old-grants', everySeconds: 3600, run: deleteOldGrants },
  { name: 'erase-due-accounts', everySeconds: 3600, run: eraseDueAccounts },
  { name: 'delete-expired-invitations', everySeconds: 3600, run: deleteExpiredInvitations },
  { name: 'delete-expired-sign-ins', everySeconds: 3600, run: deleteExpiredSignIns },
];
