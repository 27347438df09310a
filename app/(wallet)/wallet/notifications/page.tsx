import type { Metadata } from 'next';
import { PhoneCode } from '@/components/site/phone-code';
import { Section } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { NotificationChoices } from '@/components/wallet/notification-choices';
import { PushDevices } from '@/components/wallet/push-devices';
import { requireOwner } from '@/lib/entrance/page-ctx';
import { findOwnerEmail, listDevices, loadChoices } from '@/lib/notification';

export const metadata: Metadata = { title: 'Notifications' };

export default async function NotificationsPage() {
  const { ctx, walletId } = await requireOwner('/wallet/notifications');
  const [devices, choices, email] = await Promise.all([listDevices(ctx, walletId), loadChoices(ctx, walletId), findOwnerEmail(ctx, walletId)]);
  return (
    <>
      <PageHeader title="Notifications">Where you are told when an agent needs you. Every one of them can stop all agents.</PageHeader>
      <Section title="Devices">
        <PushDevices devices={devices} applicationServerKey={ctx.ports.push.publicKey(ctx)} />
        <PhoneCode publicOrigin={ctx.settings.publicOrigin} path="/wallet/notifications" title="Add your phone" className="mt-4" />
      </Section>
      <Section title="What you are told">
        {email?.verified === false ? (
          <Notice tone="warning" title="Your email is not confirmed yet" className="mb-3">
            Mails begin once you open the link that we sent to {email.address}.
          </Notice>
        ) : null}
        <NotificationChoices choices={choices} />
      </Section>
    </>
  );
}
