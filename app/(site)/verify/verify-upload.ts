'use server';

import { headers } from 'next/headers';
import type { VerifyState } from '@/components/evidence/verify-form';
import { pageCtx } from '@/lib/entrance/page-ctx';
import { parseJson } from '@/lib/http/body';
import { CLIENT_ADDRESS_HEADER } from '@/lib/http/client-address';
import { isHttpFailure } from '@/lib/http/failure';
import { EVIDENCE_LIMIT_BYTES, takeEvidenceCheck } from '@/lib/protocols/platform';
import { checkEvidence } from '@/lib/wallet';

/** The form of /verify: a file, else the text. Needs no sign-in, changes nothing. */
export async function verifyUpload(_before: VerifyState, form: FormData): Promise<VerifyState> {
  const { ctx } = await pageCtx();
  const address = (await headers()).get(CLIENT_ADDRESS_HEADER) ?? 'unknown';
  if ((await takeEvidenceCheck(ctx, address)) > 0) return refuse('That was tried too often. Wait a few seconds, then try again.');
  const text = await readUpload(form);
  if (text === null) return refuse('That is larger than 256 KiB: no evidence is.');
  if (text.trim() === '') return refuse('Choose a file, or paste its content.');
  try {
    return { verdict: await checkEvidence(ctx, parseJson(text)), message: null };
  } catch (error) {
    if (isHttpFailure(error)) return refuse('That is not JSON. Evidence is a JSON file, as it was downloaded.');
    throw error;
  }
}

const refuse = (message: string): VerifyState => ({ verdict: null, message });

async function readUpload(form: FormData): Promise<string | null> {
  const [file, pasted] = [form.get('file'), form.get('evidence')];
  if (file instanceof File && file.size > 0) return file.size > EVIDENCE_LIMIT_BYTES ? null : file.text();
  const text = typeof pasted === 'string' ? pasted : '';
  return Buffer.byteLength(text) > EVIDENCE_LIMIT_BYTES ? null : text;
}
