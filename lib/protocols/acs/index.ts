import { answerChallenge, findChallenge, hasMethod } from '@/lib/authentication';
import { endpoint, type Endpoint, type Params } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { readForm } from '@/lib/http/form';
import { challengePage } from './challenge-page';
import { methodPage, readMethodData } from './method-page';

// The pages of the issuers' access control server, to which a browser comes from anywhere with an id that nobody guesses.

const common = { wire: 'acs', credentials: ['none'], scope: null, tenant: 'none' } as const satisfies Partial<Endpoint>;
const notFound = () => fail(404, 'not_found', 'Your bank knows of no such purchase.');
const idOf = ({ id = '' }: Params): string => id;

/** GET /bank/acs/challenge/{acs_trans_id}: the bank's question, or how it ended. */
export const showChallenge = endpoint({
  ...common,
  method: 'GET',
  path: '/bank/acs/challenge/[id]',
  handle: async (ctx, _request, params) => {
    const challenge = await findChallenge(ctx, idOf(params));
    if (!challenge) throw notFound();
    return challengePage(challenge);
  },
});

/** POST /bank/acs/challenge/{acs_trans_id}: `creq` asks for the question (EMV 3-D Secure, CReq), `code` answers it, `cancel` gives up. */
export const postChallenge = endpoint({
  ...common,
  method: 'POST',
  path: '/bank/acs/challenge/[id]',
  handle: async (ctx, request, params) => {
    const id = idOf(params);
    const challenge = await findChallenge(ctx, id);
    if (!challenge) throw notFound();
    const form = await readForm(request);
    const [code, cancel] = [form.get('code'), form.get('cancel')];
    if (code === null && cancel === null) return challengePage(challenge);
    await answerChallenge(ctx, id, cancel !== null ? { kind: 'cancel' } : { kind: 'code', code: code ?? '' });
    // Read again by GET, so that a reloaded page answers nothing twice.
    return new Response(null, { status: 303, headers: { location: `/bank/acs/challenge/${id}` } });
  },
});

/** GET /bank/acs/method/{three_ds_server_trans_id}: what a person sees who goes there. */
export const showMethod = endpoint({
  ...common,
  method: 'GET',
  path: '/bank/acs/method/[id]',
  handle: async (ctx, _request, params) => {
    if (!(await hasMethod(ctx, idOf(params)))) throw notFound();
    return methodPage(idOf(params), undefined, ctx.settings);
  },
});

/** POST /bank/acs/method/{three_ds_server_trans_id}: the 3DS Method, in a hidden frame (EMV 3-D Secure, threeDSMethodData). */
export const postMethod = endpoint({
  ...common,
  method: 'POST',
  path: '/bank/acs/method/[id]',
  handle: async (ctx, request, params) => {
    const id = idOf(params);
    if (!(await hasMethod(ctx, id))) throw notFound();
    const data = readMethodData((await readForm(request)).get('threeDSMethodData'));
    if (data === null || (data.threeDSServerTransID ?? id) !== id) throw fail(400, 'invalid_request', 'The form names another purchase, or none.');
    return methodPage(id, data.threeDSMethodNotificationURL, ctx.settings);
  },
});

export const endpoints: readonly Endpoint[] = [showChallenge, postChallenge, showMethod, postMethod];
