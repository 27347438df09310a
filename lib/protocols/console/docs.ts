import { z } from 'zod';
import type { Docs, WireDoc } from '@/lib/http/endpoint-doc';
import { ROLES } from '@/lib/console';
import { SHEETS } from '@/lib/sheet';
import { UI_LOCALES } from '@/lib/identity';
import { ChannelsBody } from './channels';
import { CommandsBody } from './kitchen/commands';
import { SnoozeBody, StateBody } from './kitchen/state';
import { IngredientChange, ItemChange, NewIngredient, NewItem, NewSection, PHOTO_TYPES, PhotoFile, PhotoQuery, SectionChange } from './menu/schema';
import { CARD_AVAILABILITIES } from '@/lib/ports';
import { NotificationsBody } from './notifications';
import { Asserted, Attested, SecondStepBody } from './passkeys';
import { ImportBody, PreviewBody } from './sheets/schema';
import { FeePolicyBody, ResetBody, SimulateBody } from './payment-hub/schema';
import { AcceptInvitation, NewInvitation, NewPassword, NewRole, NoFields, Preferences, Profile, SignIn, SignUp, WithChallenge, WithEmail, WorkspaceChange } from './schema';

const open = z.looseObject;

const Channels = open({ acp: z.boolean(), sacp: z.boolean(), quote: z.boolean(), orchestrator: z.boolean() });

const Notifications = open({ order: z.boolean(), cancellation: z.boolean(), return: z.boolean(), payments: z.boolean(), webhook: z.boolean() });

const Providers = open({ google: z.boolean(), magicLink: z.boolean(), passwordReset: z.boolean() });
const entered = { words: 'Signed in by a cookie. next: where the person goes.', schema: open({ next: z.string(), providers: Providers }) };
const BAD = 'A field does not fit.';
const TOO_OFTEN = 'Too many tries: retryAfterMs says when again.';
const NO_MAIL = 'No mail would arrive here.';
const WRONG = 'The one answer for everything that does not match.';
const NONE_OF_YOURS = 'There is no such thing of yours.';
const NO_LINK = 'The link is not valid any more.';
const signUp = { body: SignUp, answers: { 201: entered, 400: BAD, 409: 'The address has an account.', 429: TOO_OFTEN } };
const signIn = { body: SignIn, answers: { 200: entered, 401: WRONG, 429: TOO_OFTEN } };
const mailed = { body: WithEmail, answers: { 202: { words: 'The same for a known and an unknown address.', schema: open({ sent: z.literal(true), providers: Providers }) }, 429: TOO_OFTEN, 503: NO_MAIL } };

const comingIn: Docs = {
  'POST /merchant/auth/email/intake': {
    summary: 'Begin with an address', body: WithEmail,
    answers: { 200: { words: 'What comes next, and which ways in work here.', schema: open({ next: z.enum(['password', 'sign_up', 'magic_link']), providers: Providers }) }, 400: BAD, 429: TOO_OFTEN },
  },
  'POST /merchant/auth/password/sign-up': { summary: 'Open an account and a draft of a store', ...signUp },
  'POST /merchant/auth/password/sign-in': { summary: 'Sign in by password', ...signIn },
  'POST /merchant/auth/magic-link/start': { summary: 'Ask for a link by mail', ...mailed },
  'POST /merchant/auth/magic-link/consume': { summary: 'Sign in by the link of a mail', body: WithChallenge, answers: { 200: entered, 400: NO_LINK, 429: TOO_OFTEN } },
  'POST /merchant/auth/password-reset/start': { summary: 'Ask for a new password', ...mailed },
  'POST /merchant/auth/password-reset/confirm': { summary: 'Choose a new password', details: 'Every other sign-in of the person ends.', body: NewPassword, answers: { 200: entered, 400: NO_LINK, 429: TOO_OFTEN } },
  'GET /merchant/auth/google/start': { summary: 'Go to Google', details: 'For a browser.', answers: { 303: 'To Google.', 404: 'Google is not set up here.' } },
  'GET /merchant/auth/google/callback': { summary: 'Come back from Google', details: 'For a browser.', answers: { 303: 'Into the console, or to the sign-in page, which says why not.', 404: 'Google is not set up here.' } },
  'POST /merchant/auth/second-step': { summary: 'Answer with a passkey', details: 'Where a way in answered next: passkey, with ceremonyId and publicKey and without a cookie.', body: Asserted, answers: { 200: entered, 401: WRONG, 429: TOO_OFTEN } },
  'POST /merchant/auth/profile/complete': { summary: 'Say who one is', body: Profile, answers: { 200: { words: 'The name.', schema: open({ next: z.string(), displayName: z.string() }) }, 400: BAD } },
  'POST /merchant/signup': { summary: 'Sign up, by an older name', ...signUp },
  'POST /merchant/session/login': { summary: 'Sign in, by an older name', ...signIn },
};

const Asked = open({ ceremonyId: z.string(), publicKey: open({ challenge: z.string() }) });
const STALE_SIGN_IN = 'Sign in again first: this needs a sign-in of the last ten minutes.';
const passkeys: Docs = {
  'GET /merchant/passkeys': { summary: 'List one’s passkeys', answers: { 200: { words: 'Those of this person, and whether one is asked at each sign-in.', schema: open({ passkeys: z.array(open({ passkeyId: z.string(), label: z.string() })), secondStep: z.boolean() }) } } },
  'POST /merchant/passkeys': { summary: 'Begin a passkey', details: 'step create: make it; allow: have one that there is sign first.', body: NoFields, bodyOptional: true, answers: { 200: { words: 'What the authenticator is asked.', schema: Asked }, 403: STALE_SIGN_IN, 409: 'The account has a wallet.' } },
  'POST /merchant/passkeys/allow': { summary: 'Allow another passkey by one that there is', body: Asserted, answers: { 200: { words: 'What the new authenticator is asked.', schema: Asked }, 400: 'It does not answer what was asked.' } },
  'POST /merchant/passkeys/finish': { summary: 'Add the passkey that was made', body: Attested, answers: { 201: { words: 'Its id.', schema: open({ passkeyId: z.string() }) }, 400: 'It does not answer what was asked.', 409: 'It is known already.' } },
  'PATCH /merchant/passkeys': { summary: 'Have a passkey asked at each sign-in', body: SecondStepBody, answers: { 200: { words: 'As it is now.', schema: SecondStepBody }, 403: STALE_SIGN_IN, 409: 'There are fewer than two passkeys.' } },
  'DELETE /merchant/passkeys/[id]': { summary: 'Remove a passkey', details: 'Every other sign-in ends.', answers: { 200: 'It is gone.', 403: STALE_SIGN_IN, 404: NONE_OF_YOURS, 409: 'It is the last one, and one is asked at each sign-in.' } },
};

const session: Docs = {
  'GET /merchant/session': { summary: 'Who is signed in', answers: { 200: { words: 'The person, the store and the role.', schema: open({ user: open({ email: z.string(), displayName: z.string().nullable() }), role: z.enum(ROLES), uiLocale: z.enum(UI_LOCALES) }) } } },
  'POST /merchant/session/logout': { summary: 'Sign out', body: NoFields, bodyOptional: true, answers: { 200: 'The sign-in ended on the server.' } },
  'PATCH /merchant/session/preferences': { summary: 'Choose the language of the console', body: Preferences, answers: { 200: { words: 'The language.', schema: Preferences } } },
  'GET /merchant/sessions': { summary: 'List where one is signed in', answers: { 200: { words: 'The sign-ins.', schema: open({ sessions: z.array(open({ sessionId: z.string(), isThis: z.boolean() })) }) } } },
  'DELETE /merchant/sessions/[id]': { summary: 'End a sign-in', answers: { 200: 'It is over.', 404: 'There is no such sign-in of yours.' } },
  'POST /merchant/sessions/end-others': { summary: 'End every other sign-in', body: NoFields, bodyOptional: true, answers: { 200: { words: 'How many ended.', schema: open({ ended: z.number() }) } } },
};

const Invitation = open({ invitationId: z.string(), email: z.string(), role: z.enum(ROLES), expiresAt: z.iso.datetime() });
const Member = open({ memberId: z.string(), email: z.string(), role: z.enum(ROLES), since: z.iso.datetime() });
const NO_MEMBER = 'Nobody here has this id.';
const LAST_OWNER = 'A store keeps an owner.';

const staff: Docs = {
  'GET /merchant/staff/invitations': { summary: 'List invitations that nobody has accepted', answers: { 200: { words: 'The invitations.', schema: open({ invitations: z.array(Invitation) }) } } },
  'POST /merchant/staff/invitations': { summary: 'Invite a person', body: NewInvitation, answers: { 201: { words: 'It is mailed.', schema: Invitation }, 403: "The owner's own address is not confirmed.", 409: 'They work here already.', 429: TOO_OFTEN } },
  'DELETE /merchant/staff/invitations/[id]': { summary: 'Take an invitation back', answers: { 200: 'Its link opens nothing any more.', 404: 'There is no such invitation.' } },
  'POST /merchant/staff/invitations/accept': { summary: 'Accept an invitation', body: AcceptInvitation, answers: { 200: entered, 400: NO_LINK, 401: WRONG, 409: 'They work for another store.', 429: TOO_OFTEN } },
  'GET /merchant/staff/members': { summary: 'List who works here', answers: { 200: { words: 'The members.', schema: open({ members: z.array(Member) }) } } },
  'PATCH /merchant/staff/members/[id]': { summary: 'Give a member another role', body: NewRole, answers: { 200: { words: 'In force from their next request on.', schema: Member }, 404: NO_MEMBER, 409: LAST_OWNER } },
  'DELETE /merchant/staff/members/[id]': { summary: 'Remove a member', answers: { 200: 'Every sign-in of theirs has ended.', 404: NO_MEMBER, 409: LAST_OWNER } },
};

const Workspace = open({ merchantHandle: z.string(), status: z.enum(['draft', 'live']), storefrontUrl: z.string(), revision: z.int() });
const saved = { body: WorkspaceChange, answers: { 200: { words: 'The workspace as it is now.', schema: Workspace }, 400: BAD, 409: 'Somebody saved it since: details.current is what they saved.' } };
const Launchpad = open({ status: z.enum(['draft', 'live']), checklist: z.array(open({ id: z.string(), done: z.boolean(), required: z.boolean(), reason: z.string().nullable() })), draft: Workspace });

const store: Docs = {
  'GET /merchant/workspace': { summary: 'Read the store', answers: { 200: { words: 'The workspace and its revision.', schema: Workspace } } },
  'PATCH /merchant/workspace': { summary: 'Change the store', details: 'What is not sent stays. With the revision that was looked at nothing of somebody else is overwritten.', ...saved },
  'GET /merchant/launchpad': { summary: 'Read what is missing before going live', answers: { 200: { words: 'The checklist, each blocker with its reason.', schema: Launchpad } } },
  'PATCH /merchant/launchpad/draft': { summary: 'Change the store, by the launchpad', ...saved },
  'PATCH /merchant/launchpad/profile': { summary: 'Change the store, by the launchpad', ...saved },
  'POST /merchant/launchpad/go-live': { summary: 'Go live', body: NoFields, bodyOptional: true, answers: { 200: { words: 'Live.', schema: Launchpad }, 409: 'Something is missing: details.blockers.' } },
  'POST /merchant/launchpad/take-offline': { summary: 'Become a draft again', body: NoFields, bodyOptional: true, answers: { 200: { words: 'A draft.', schema: Launchpad } } },
  'GET /merchant/notifications': { summary: 'Read what one is told of by mail', answers: { 200: { words: 'By event, for this person.', schema: Notifications } } },
  'PATCH /merchant/notifications': { summary: 'Choose what one is told of by mail', details: 'What is left out stays as it is.', body: NotificationsBody, answers: { 200: { words: 'All of it.', schema: Notifications }, 400: BAD } },
  'GET /merchant/channels': { summary: 'Read which channels are open', answers: { 200: { words: 'By wire.', schema: Channels } } },
  'PATCH /merchant/channels': { summary: 'Open or close channels', details: 'Nothing new is begun over a closed one from the next request on; what was begun can be paid.', body: ChannelsBody, answers: { 200: { words: 'All of them.', schema: Channels }, 400: BAD } },
  'GET /merchant/qr-kit': { summary: 'Read what to print', answers: { 200: { words: 'The address, and formats to print it in.', schema: open({ storefrontUrl: z.string(), svgUrl: z.string(), placements: z.array(open({ id: z.string() })) }) } } },
  'GET /merchant/qr-kit/svg': { summary: 'Draw the QR code', answers: { 200: { words: 'The address of the storefront.', mediaType: 'image/svg+xml' } } },
};

const Hub = open({ availabilityStatus: z.enum(CARD_AVAILABILITIES), accountId: z.string().nullable(), nextStep: z.enum(['onboard', 'wait', 'provide_information']).nullable(), message: z.string(), requirements: z.array(z.string()), payoutsEnabled: z.boolean(), feeBasisPoints: z.int(), testMode: z.boolean() });
const hub = { words: 'How the store stands with the provider, and what to do.', schema: Hub };
const REFUSED = 'The provider does not serve such a store.';
const SILENT = 'The provider does not answer. Ask again.';

const paymentHub: Docs = {
  'GET /merchant/payment-hub/stripe-connect': { summary: 'Read how the store takes cards', answers: { 200: hub } },
  'POST /merchant/payment-hub/stripe-connect/account': { summary: 'Open an account', details: 'Again, it is the same account.', body: NoFields, bodyOptional: true, answers: { 200: hub, 422: REFUSED, 503: SILENT } },
  'POST /merchant/payment-hub/stripe-connect/reset': { summary: 'Throw a test account away', details: 'Another one is opened, unless recreate is false.', body: ResetBody, bodyOptional: true, answers: { 200: hub, 409: 'The account moves real money.', 503: SILENT } },
  'POST /merchant/payment-hub/stripe-connect/sync': { summary: 'Ask the provider how the account stands', body: NoFields, bodyOptional: true, answers: { 200: hub, 503: SILENT } },
  'POST /merchant/payment-hub/stripe-connect/account-links': {
    summary: 'Go on with the account', details: 'Opens one where there is none. The page leads back to the launchpad.', body: NoFields, bodyOptional: true,
    answers: { 200: { words: 'Where to send the owner.', schema: open({ url: z.string(), expiresAt: z.iso.datetime().nullable() }) }, 422: REFUSED, 503: SILENT },
  },
  'POST /merchant/payment-hub/stripe-connect/fee-policy': { summary: 'Set the fee', details: 'Not for owners: partners set it. Owners read it with the hub.', body: FeePolicyBody, answers: { 400: BAD, 403: 'The fee is set by the platform.' } },
  'POST /merchant/payment-hub/stripe-connect/simulate': { summary: 'Have the simulator tell a state', details: 'Where no provider is configured.', body: SimulateBody, answers: { 200: hub, 400: BAD, 404: 'A real provider tells itself.', 409: 'There is no account yet.' } },
};

const Section = open({ sectionKey: z.string(), title: z.string(), note: z.string().nullable(), sortOrder: z.int(), archived: z.boolean(), revision: z.int() });
const Item = open({ sku: z.string(), name: z.string(), priceCents: z.int(), itemType: z.string(), sectionKey: z.string().nullable(), imageUrl: z.string().nullable(), available: z.boolean(), archived: z.boolean(), revision: z.int() });
const photographed = { words: 'The item as it is now.', schema: Item };
const Ingredient = open({ ingredientId: z.string(), name: z.string(), inStock: z.boolean(), linkedSkus: z.array(z.string()), revision: z.int() });
const STALE = 'Somebody saved it since: details.current is what they saved.';
const TAKEN = 'There is one of this name, or as many as there may be.';
const NONE = 'There is no such thing at your store.';

const SHEETS_WORDS = `One of ${SHEETS.join(', ')}. Amounts are minor units of the store's currency.`;
const NO_SHEET = 'There is no such table.';
const SheetPreview = open({
  rows: z.number(), created: z.number(), changed: z.number(), unchanged: z.number(), faultCount: z.number(), basis: z.string(),
  faults: z.array(open({ row: z.number().nullable(), column: z.string().nullable(), code: z.string(), message: z.string() })), changes: z.array(open({ row: z.number() })),
});

const menu: Docs = {
  'GET /merchant/menu': { summary: 'Read the menu as it is edited', details: 'Archived things too. Prices are minor units of `currency`.', answers: { 200: { words: 'All of it.', schema: open({ currency: z.string(), sections: z.array(Section), items: z.array(Item) }) } } },
  'POST /merchant/menu/sections': { summary: 'Add a section', body: NewSection, answers: { 201: { words: 'The section.', schema: Section }, 400: BAD, 409: TAKEN } },
  'PATCH /merchant/menu/sections/[key]': { summary: 'Change a section', body: SectionChange, answers: { 200: { words: 'The section as it is now.', schema: Section }, 404: NONE, 409: STALE } },
  'POST /merchant/menu/items': { summary: 'Add an item', body: NewItem, answers: { 201: { words: 'The item.', schema: Item }, 400: BAD, 409: TAKEN } },
  'PATCH /merchant/menu/items/[sku]': { summary: 'Change an item', details: 'It holds on every wire from the next request on.', body: ItemChange, answers: { 200: { words: 'The item as it is now.', schema: Item }, 400: BAD, 404: NONE, 409: STALE } },
  'PUT /merchant/menu/items/[sku]/photo': {
    summary: 'Show a photo of an item', details: 'It is drawn anew: nothing is kept of the file but how it looks.', query: PhotoQuery, body: PhotoFile, bodyTypes: PHOTO_TYPES,
    answers: { 200: photographed, 400: BAD, 404: NONE, 409: STALE, 413: 'The photo is larger than 4 MiB.', 422: 'This is no such picture.' },
  },
  'DELETE /merchant/menu/items/[sku]/photo': { summary: 'Show no photo of an item', query: PhotoQuery, answers: { 200: photographed, 404: NONE, 409: STALE } },
  'GET /merchant/sheets/[sheet]': { summary: 'Take a table as CSV', details: SHEETS_WORDS, answers: { 200: { words: 'All its rows.', mediaType: 'text/csv' }, 404: NO_SHEET } },
  'POST /merchant/sheets/[sheet]/preview': {
    summary: 'See what a CSV file would change', details: 'Changes nothing. The first column is the key; a file may leave out what it need not have, and what it does not name stays.', body: PreviewBody,
    answers: { 200: { words: 'What would be changed, and what is wrong. `basis` stands for exactly this.', schema: SheetPreview }, 400: BAD, 404: NO_SHEET },
  },
  'POST /merchant/sheets/[sheet]/import': {
    summary: 'Bring a table as CSV', details: 'All of it or nothing. With `basis` it is what the preview showed, or 409.', body: ImportBody,
    answers: { 200: { words: 'What was changed.', schema: SheetPreview }, 400: BAD, 404: NO_SHEET, 409: 'It has changed since the preview: details is what a preview says now.', 422: 'Some rows are wrong: details names them. Nothing was changed.' },
  },
  'GET /merchant/ingredients': { summary: 'List ingredients', answers: { 200: { words: 'The ingredients.', schema: open({ ingredients: z.array(Ingredient) }) } } },
  'POST /merchant/ingredients': { summary: 'Add an ingredient', body: NewIngredient, answers: { 201: { words: 'The ingredient.', schema: Ingredient }, 400: 'There are no such items.', 409: TAKEN } },
  'PATCH /merchant/ingredients/[id]': { summary: 'Change an ingredient', details: 'While it is out of stock no item that it is linked to is for sale.', body: IngredientChange, answers: { 200: { words: 'The ingredient as it is now.', schema: Ingredient }, 400: 'There are no such items.', 404: NONE, 409: STALE } },
};

const Ticket = open({ orderId: z.string(), status: z.string(), revision: z.int(), pickupCode: z.string(), pickupETA: z.iso.datetime() });
const Load = open({ paused: z.boolean(), pausedUntil: z.iso.datetime().nullable(), busyMinutes: z.int(), openOrders: z.int() });

const kitchen: Docs = {
  'GET /merchant/kitchen': { summary: 'Read the board', answers: { 200: { words: "All that a kitchen works with. now is the server's time.", schema: open({ now: z.iso.datetime(), kitchen: Load, tickets: z.array(Ticket), items: z.array(open({ sku: z.string(), snoozed: z.boolean() })) }) } } },
  'GET /merchant/kitchen/events': { summary: 'Follow the board', details: 'Server-sent events: the whole board at once, and whenever something of it changed.', answers: { 200: { words: 'A stream.', mediaType: 'text/event-stream' } } },
  'POST /merchant/kitchen/commands': {
    summary: 'Tap', details: 'One tap, or a queue of them in order. Each counts once for its id; what no longer fits changes nothing.', body: CommandsBody,
    answers: { 200: { words: 'What came of each, and the ticket as it is now.', schema: open({ results: z.array(open({ id: z.string(), outcome: z.enum(['moved', 'repeated', 'stale', 'unknown']), ticket: Ticket.nullable() })) }) }, 400: BAD },
  },
  'PATCH /merchant/kitchen/state': { summary: 'Pause, resume, or add minutes', body: StateBody, example: { paused: true, pausedUntil: '2026-12-04T18:30:00Z', busyMinutes: 10 }, answers: { 200: { words: 'How busy the kitchen is.', schema: Load }, 400: BAD } },
  'POST /merchant/kitchen/items/[sku]/snooze': { summary: 'Mark an item out until a time', body: SnoozeBody, answers: { 200: { words: 'How it stands.', schema: open({ sku: z.string(), snoozed: z.boolean() }) }, 404: 'There is no such item.' } },
};

export const docs: WireDoc = {
  title: 'Merchant console',
  words: 'How the people of a merchant come in and run their store, by a cookie of their browser. Staff have the session and the kitchen.',
  error: { schema: open({ error: z.string(), errorCode: z.string(), retryable: z.boolean(), details: open({}).optional(), retryAfterMs: z.number().optional() }) },
  groups: { 'Coming in': comingIn, 'Session': session, 'Passkeys': passkeys, 'Staff': staff, 'Store': store, 'Payment hub': paymentHub, 'Menu': menu, 'Kitchen': kitchen },
};
