'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, SelectField } from '@/components/ui/field';
import { StatusPill } from '@/components/ui/status-pill';
import { Time } from '@/components/ui/time';
import type { Invitation, Member } from '@/lib/console';
import { consoleWords } from './console-words';
import { SaveOutcome } from './save-outcome';
import { useSave } from './use-save';

type Props = { readonly locale: 'en' | 'fr' };
const ROLES = ['staff', 'manager', 'owner'] as const;
const LIST = 'divide-y divide-border rounded-card border border-border bg-surface';
const ROW = 'flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5';

/** Everyone who works at the store, with what an owner may change. */
export function MemberList({ locale, members, ownId }: Props & { members: readonly Member[]; ownId: string }) {
  return <ul className={LIST}>{members.map((member) => <MemberRow key={member.userId} locale={locale} member={member} isOwn={member.userId === ownId} />)}</ul>;
}

function MemberRow({ locale, member, isOwn }: Props & { member: Member; isOwn: boolean }) {
  const words = consoleWords(locale);
  const { pending, outcome, save } = useSave(words);
  const [asking, setAsking] = useState(false);
  const path = `/merchant/staff/members/${encodeURIComponent(member.userId)}`;
  const name = member.displayName || member.email;
  return (
    <li className="space-y-3">
      <div className={ROW}>
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium"><span className="wrap-anywhere">{member.displayName || words.staff.noName}</span>{isOwn ? <StatusPill tone="accent">{words.staff.you}</StatusPill> : null}</p>
          <p className="text-[13px]/5 text-muted wrap-anywhere">{member.email}</p>
        </div>
        <div className="flex flex-wrap items-end gap-2">
          <SelectField key={member.role} label={words.staff.role} aria-label={`${words.staff.role}, ${name}`} defaultValue={member.role} disabled={pending} options={ROLES.map((role) => ({ value: role, text: words.staff.roles[role] }))}
            onChange={(event) => void save('PATCH', path, { role: event.target.value })} />
          {isOwn ? null : <Button variant="danger-quiet" aria-label={`${words.remove} ${name}`} onClick={() => setAsking(true)}>{words.remove}</Button>}
        </div>
      </div>
      {outcome ? <div className="px-4 pb-3 sm:px-5"><SaveOutcome outcome={outcome} words={words} /></div> : null}
      <Dialog open={asking} title={`${words.staff.removeTitle}: ${name}`} onClose={() => setAsking(false)}>
        <p className="mt-2 text-muted">{words.staff.removeLead}</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button variant="quiet" onClick={() => setAsking(false)}>{words.cancel}</Button>
          <Button variant="danger" pending={pending} onClick={() => void save('DELETE', path).then(() => setAsking(false))}>{words.remove}</Button>
        </div>
      </Dialog>
    </li>
  );
}

/** Those whom somebody asked, and who did not accept yet. */
export function InvitationList({ locale, invitations, now }: Props & { invitations: readonly Invitation[]; now: Date }) {
  const words = consoleWords(locale);
  const { pending, outcome, save } = useSave(words);
  return (
    <>
      <ul className={LIST}>
        {invitations.map(({ id, email, role, expiresAt }) => (
          <li key={id} className={ROW}>
            <div className="min-w-0">
              <p className="font-medium wrap-anywhere">{email}</p>
              <p className="text-[13px]/5 text-muted">{words.staff.roles[role]} · {expiresAt > now ? <>{words.staff.until} <Time at={expiresAt} dateOnly locale={locale} /></> : words.staff.expired}</p>
            </div>
            <Button aria-label={`${words.staff.takeBack}: ${email}`} pending={pending} onClick={() => void save('DELETE', `/merchant/staff/invitations/${id}`)}>{words.staff.takeBack}</Button>
          </li>
        ))}
      </ul>
      {outcome && outcome.kind !== 'saved' ? <div className="mt-3"><SaveOutcome outcome={outcome} words={words} /></div> : null}
    </>
  );
}

export function InviteForm({ locale }: Props) {
  const words = consoleWords(locale);
  const { pending, outcome, save } = useSave(words);
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    if (await save('POST', '/merchant/staff/invitations', { email: String(given.get('email')), role: String(given.get('role')) })) form.reset();
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="space-y-4 rounded-card border border-border bg-surface px-4 py-4 sm:px-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={words.staff.email} name="email" type="email" autoComplete="off" required />
        <SelectField label={words.staff.role} name="role" defaultValue="staff" options={ROLES.map((role) => ({ value: role, text: words.staff.roles[role] }))} hint={words.staff.rolesHint} />
      </div>
      <SaveOutcome outcome={outcome} words={words} saved={words.staff.sent} />
      <Button type="submit" variant="primary" className="max-sm:w-full" pending={pending}>{words.staff.send}</Button>
    </form>
  );
}
