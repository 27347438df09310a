import { z } from 'zod';
import { UI_LOCALES } from '@/lib/identity';
import { ROLES } from '@/lib/console';
import { WEEKDAYS } from '@/lib/storefront';

const Email = z.string().min(1).max(500);
const Password = z.string().max(1000);
const Name = z.string().max(1000);
/** As a mail's link carries it. */
const challengeToken = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9A-Za-z]{43}$`), 'is not a token of ours');

export const NoFields = z.strictObject({});
export const WithEmail = z.strictObject({ email: Email });
export const SignIn = z.strictObject({ email: Email, password: Password });
export const SignUp = z.strictObject({ email: Email, password: Password, displayName: Name.optional(), merchantName: Name.optional() });
export const WithChallenge = z.strictObject({ challengeToken: challengeToken('ml') });
export const NewPassword = z.strictObject({ challengeToken: challengeToken('ml'), password: Password });
export const Profile = z.strictObject({ displayName: Name });
export const Preferences = z.strictObject({ uiLocale: z.enum(UI_LOCALES) });

export const NewInvitation = z.strictObject({ email: Email, role: z.enum(ROLES) });
export const AcceptInvitation = z.strictObject({ challengeToken: challengeToken('iv'), displayName: Name, password: Password });
export const NewRole = z.strictObject({ role: z.enum(ROLES) });

const Time = z.string().max(5);
const Window = z.strictObject({ opensAt: Time, closesAt: Time });
const Text = z.string().max(20_000);
const Locale = z.string().max(40);

/** `hours` as /v1 tells them, with the exceptions beside. */
const Hours = z.strictObject({
  timezone: z.string().max(64).optional(),
  windows: z.array(Window.extend({ day: z.enum(WEEKDAYS) })).optional(),
  exceptions: z.array(z.strictObject({ date: z.string().max(10), windows: z.array(Window), note: z.string().max(1000).nullable().optional() })).optional(),
  notes: z.array(z.string().max(1000)).optional(),
});

const LegalPage = z.strictObject({
  key: z.string().max(40),
  title: z.string().max(1000),
  body: Text,
  translations: z.record(Locale, z.strictObject({ title: z.string().max(1000).optional(), body: Text.optional() })).optional(),
});

/** What a save of the workspace changes; `revision` is the one that was looked at. */
export const WorkspaceChange = z.strictObject({
  revision: z.int().min(0).optional(),
  merchantHandle: z.string().max(100).optional(),
  name: Name.optional(),
  description: z.string().max(5_000).optional(),
  currency: z.string().max(3).optional(),
  country: z.string().max(2).optional(),
  address: z.string().max(1000).optional(),
  postalCode: z.string().max(100).optional(),
  city: z.string().max(1000).optional(),
  phone: z.string().max(100).optional(),
  contactEmail: z.email().max(254).optional(),
  defaultContentLocale: Locale.optional(),
  publishedStorefrontLocales: z.array(Locale).optional(),
  hours: Hours.optional(),
  prepMinutes: z.int().min(0).max(1_440).optional(),
  slotCapacity: z.int().min(0).max(100_000).optional(),
  legalPages: z.array(LegalPage).optional(),
});
export type WorkspaceChange = z.infer<typeof WorkspaceChange>;
