import { err, ok, type Result } from '@/lib/kernel/result';
import { cleanText } from '@/lib/kernel/text';
import type { Ctx } from '@/lib/ports';
import { renamePasskeyRow } from './store';
import type { InvalidField } from './types';

const MAX_LABEL_CHARACTERS = 40;

/** Gives a passkey of this person the name that they know its device by. */
export async function renamePasskey(
  ctx: Ctx,
  command: { userId: string; passkeyId: string; label: string },
): Promise<Result<{ label: string }, InvalidField<'label'> | { readonly code: 'passkey_not_found' }>> {
  const label = cleanText(command.label, MAX_LABEL_CHARACTERS);
  if (label === '') return err({ code: 'invalid_field', field: 'label', message: 'must not be empty' });
  const renamed = await renamePasskeyRow(ctx.db, { id: command.passkeyId, userId: command.userId, label });
  return renamed ? ok({ label }) : err({ code: 'passkey_not_found' });
}
