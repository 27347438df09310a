'use client';

import { changeWithPasskey } from '@/components/client/confirmed-change';
import { LinkButton } from '@/components/ui/button';
import type { Policy } from '@/lib/policy';
import { PolicyFields } from './policy-fields';
import { readPolicy } from './policy-form';
import { SaveForm } from './save-form';

/** The rules of one agent, or (null) of all: stricter ones hold at once, looser ones once the passkey signed them. */
export function PolicyEditor({ agentId, policy }: { agentId: string | null; policy: Policy }) {
  const path = agentId === null ? '/api/agent/v1/wallet/policy' : `/api/agent/v1/agents/${encodeURIComponent(agentId)}/policy`;
  return (
    <SaveForm
      save={(form) => changeWithPasskey(path, readPolicy(form))}
      submit="Save rules"
      saved="The rules are saved. They hold for the next purchase."
      beside={<LinkButton href={`/wallet/policy/simulator${agentId === null ? '' : `?agent=${agentId}`}`}>Try on past activity</LinkButton>}
      note="Looser rules need your passkey."
    >
      <PolicyFields policy={policy} />
    </SaveForm>
  );
}
