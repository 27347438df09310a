import { answerCoded } from '@/lib/http/coded-failure';
import type { Endpoint } from '@/lib/http/endpoint';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { getWorkspace, updateWorkspace, type OpeningHours, type Workspace, type WorkspacePatch } from '@/lib/storefront';
import { consoleEndpoint, readBody } from './endpoint';
import { invalidField, refuse } from './errors';
import { WorkspaceChange } from './schema';

/** A workspace as the wire tells it. */
export const toWorkspaceWire = (ctx: RequestCtx, workspace: Workspace): object => ({
  merchantHandle: workspace.handle,
  status: workspace.status,
  storefrontUrl: new URL(`/${workspace.handle}`, ctx.settings.publicOrigin).href,
  name: workspace.name,
  description: workspace.description,
  currency: workspace.currency,
  country: workspace.country,
  address: workspace.address,
  postalCode: workspace.postalCode,
  city: workspace.city,
  phone: workspace.phone,
  contactEmail: workspace.contactEmail,
  defaultContentLocale: workspace.defaultLocale,
  publishedStorefrontLocales: workspace.publishedLocales,
  hours: { timezone: workspace.hours.timeZone, windows: workspace.hours.windows, exceptions: workspace.hours.exceptions, notes: workspace.hours.notes },
  prepMinutes: workspace.prepMinutes,
  slotCapacity: workspace.slotCapacity,
  legalPages: workspace.pages,
  revision: workspace.revision,
});

/** What is not sent stays as it is. */
function toPatch(change: WorkspaceChange): WorkspacePatch {
  const { revision: _seen, merchantHandle, defaultContentLocale, publishedStorefrontLocales, hours, legalPages, ...same } = change;
  return {
    ...same,
    ...(merchantHandle !== undefined && { handle: merchantHandle }),
    ...(defaultContentLocale !== undefined && { defaultLocale: defaultContentLocale }),
    ...(publishedStorefrontLocales !== undefined && { publishedLocales: publishedStorefrontLocales }),
    ...(hours !== undefined && { hours: toHours(hours) }),
    ...(legalPages !== undefined && { pages: legalPages.map(({ translations = {}, ...page }) => ({ ...page, translations })) }),
  };
}

const toHours = ({ timezone, windows, exceptions, notes }: NonNullable<WorkspaceChange['hours']>): Partial<OpeningHours> => ({
  ...(timezone !== undefined && { timeZone: timezone }),
  ...(windows !== undefined && { windows }),
  ...(exceptions !== undefined && { exceptions: exceptions.map(({ note = null, ...exception }) => ({ ...exception, note })) }),
  ...(notes !== undefined && { notes }),
});

/** The workspace with its revision. Of owners and managers. */
export const getWorkspaceEndpoint = consoleEndpoint('GET', '/merchant/workspace', 'manager', async (ctx, _request, { merchantId }) =>
  answerCoded(200, toWorkspaceWire(ctx, await getWorkspace(ctx, merchantId))),
);

/** Some of the workspace's fields, and the revision that was looked at -> the workspace. 409 REVISION_CONFLICT {details.current}. */
const workspacePatch = (path: Endpoint['path']): Endpoint =>
  consoleEndpoint('PATCH', path, 'manager', async (ctx, request, { merchantId }) => {
    const change = await readBody(request, WorkspaceChange);
    const saved = await updateWorkspace(ctx, { merchantId, revision: change.revision ?? null, patch: toPatch(change) });
    if (saved.ok) return answerCoded(200, toWorkspaceWire(ctx, saved.value));
    if (saved.error.code === 'invalid_field') throw invalidField(saved.error);
    return refuse('revision_conflict', { current: toWorkspaceWire(ctx, saved.error.current) });
  });

export const patchWorkspace = workspacePatch('/merchant/workspace');
/** The launchpad's names for the same save. */
export const patchLaunchpadDraft = workspacePatch('/merchant/launchpad/draft');
export const patchLaunchpadProfile = workspacePatch('/merchant/launchpad/profile');
