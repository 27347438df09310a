/**
 * The architecture, as a failing check (npm run deps). Each layer imports only what stands below it:
 *
 *   app, components, server -> entrance, jobs -> composition -> protocols/<wire> -> auth, http -> <domain> -> ports -> db -> kernel
 *
 * lib/composition.ts alone joins lib/providers to the rest.
 */

/** Domain -> the domains whose index.ts it may import. The table is a DAG; what a domain needs from above goes through lib/ports. */
const DOMAINS = {
  ledger: [],
  bank: ['confirmation', 'ledger'],
  network: ['bank', 'webhook'],
  merchant: [],
  catalog: ['merchant'],
  identity: ['confirmation', 'notification'],
  mandate: [],
  'store-notice': [],
  webhook: ['store-notice'],
  notification: [],
  'audit-trail': ['mandate'],
  evidence: [],
  confirmation: [],
  agent: ['confirmation', 'mandate', 'notification', 'webhook'],
  grant: ['agent', 'identity'],
  spending: ['agent', 'confirmation', 'mandate'],
  policy: ['agent', 'confirmation', 'spending'],
  approval: ['agent', 'mandate', 'notification'],
  wallet: ['agent', 'spending', 'policy', 'mandate', 'approval', 'webhook', 'notification', 'evidence'],
  order: ['merchant'],
  'order-return': ['order', 'store-notice', 'webhook'],
  acs: [],
  authentication: ['acs', 'checkout', 'merchant'],
  checkout: ['catalog', 'merchant', 'order', 'webhook'],
  cart: ['checkout', 'merchant'],
  feed: ['merchant'],
  account: ['agent', 'confirmation', 'identity', 'wallet'],
  operations: ['reconciliation'],
  reconciliation: [],
  storefront: ['merchant'],
  menu: ['catalog', 'merchant'],
  sheet: ['catalog', 'menu', 'merchant'],
  console: ['identity', 'merchant', 'storefront'],
  kitchen: ['catalog', 'checkout', 'menu', 'merchant', 'notification', 'order', 'storefront', 'webhook'],
  'hosted-checkout': ['authentication', 'checkout', 'merchant', 'vault'],
  'order-pass': ['checkout', 'kitchen', 'merchant', 'order', 'store-notice', 'storefront'],
  quote: ['catalog', 'checkout', 'hosted-checkout', 'kitchen', 'menu', 'merchant', 'order', 'storefront', 'wallet'],
};

const names = Object.keys(DOMAINS).join('|');
const anyDomain = `^lib/(${names})/`;
const tests = '\\.test\\.tsx?$|^lib/testing/|^e2e/';
const composition = '^lib/composition\\.ts$';
const tooling = '^lib/tooling/';
/** Everything above the domains. */
const above = '^(app|components)/|^proxy\\.ts$|^lib/(entrance|server|protocols|providers|jobs|auth|http|demo|audit|platform|tooling)/|^lib/composition\\.ts$|^lib/(log|env)\\.ts$';
/** Next, next-auth and React: for pages. */
const pageFrameworks = '^node_modules/(next|next-auth|@auth|react|react-dom)/|^(next|next-auth|react|react-dom)(/|$)';

/** One rule for each domain: of the other domains it imports only those that its row names. */
const domainEdges = Object.entries(DOMAINS).map(([name, allowed]) => ({
  name: `domain-${name}`,
  comment: allowed.length === 0 ? `${name} imports no other domain.` : `${name} imports ${allowed.join(', ')} and no other domain.`,
  severity: 'error',
  from: { path: `^lib/${name}/`, pathNot: tests },
  to: { path: anyDomain, pathNot: [name, ...allowed].map((domain) => `^lib/${domain}/`) },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Types may refer to each other; code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared-package',
      comment: 'What is imported stands in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-package-in-code',
      severity: 'error',
      from: { path: '^(app|components|lib)/|^proxy\\.ts$', pathNot: `${tests}|${tooling}` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    ...domainEdges,
    {
      name: 'domain-by-its-index',
      comment: 'A domain is entered by lib/<domain>/index.ts only.',
      severity: 'error',
      from: { path: `^lib/(${names})/`, pathNot: tests },
      to: { path: anyDomain, pathNot: ['^lib/[^/]+/index\\.ts$', '^lib/$1/'] },
    },
    {
      name: 'domain-by-its-index-from-above',
      severity: 'error',
      from: { path: '^(app|components)/|^lib/', pathNot: [anyDomain, tests] },
      to: { path: anyDomain, pathNot: '^lib/[^/]+/index\\.ts$' },
    },
    {
      name: 'domain-knows-no-http',
      comment: 'A domain knows no wire, no page and no vendor.',
      severity: 'error',
      from: { path: anyDomain, pathNot: tests },
      to: { path: `${above}|${pageFrameworks}|^node_modules/(@simplewebauthn|@hono|undici|stripe)/` },
    },
    {
      name: 'kernel-imports-nothing',
      comment: 'Pure values. RFC 8785 is its one package.',
      severity: 'error',
      from: { path: '^lib/kernel/', pathNot: tests },
      to: { pathNot: '^lib/kernel/|^node_modules/canonicalize/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'db-imports-kernel',
      severity: 'error',
      from: { path: '^lib/db/', pathNot: tests },
      to: { path: '^(lib|app|components)/', pathNot: '^lib/(db|kernel|generated)/' },
    },
    {
      name: 'ports-import-db-and-kernel',
      severity: 'error',
      from: { path: '^lib/ports/', pathNot: tests },
      to: { path: '^(lib|app|components)/', pathNot: '^lib/(ports|db|kernel)/' },
    },
    {
      name: 'audit-reads-rows',
      comment: 'An audit trusts no code that it audits: it has its own statements over the rows.',
      severity: 'error',
      from: { path: '^lib/audit/', pathNot: tests },
      to: { path: '^(lib|app|components)/', pathNot: '^lib/(audit|ports|db|kernel)/' },
    },
    {
      name: 'evidence-stands-alone',
      comment: 'Who verifies evidence needs nothing else of ours: it becomes one file.',
      severity: 'error',
      from: { path: '^lib/evidence/', pathNot: tests },
      to: { pathNot: '^lib/evidence/|^lib/kernel/(hash|money)\\.ts$|^node_modules/zod/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'http-below-auth-and-wires',
      severity: 'error',
      from: { path: '^lib/http/', pathNot: tests },
      to: { path: `^(app|components)/|^lib/(auth|protocols|providers|entrance|server|jobs|demo|platform|tooling)/|${anyDomain}|${composition}|${pageFrameworks}` },
    },
    {
      name: 'auth-below-wires',
      comment: 'lib/auth/next-auth.ts alone loads inside Next, and takes its Ctx as pages do.',
      severity: 'error',
      from: { path: '^lib/auth/', pathNot: ['^lib/auth/next-auth\\.ts$', tests] },
      to: {
        path: `^(app|components)/|^lib/(protocols|providers|entrance|server|jobs|demo|platform|tooling)/|${composition}|${pageFrameworks}`,
        pathNot: '^node_modules/next-auth/jwt',
      },
    },
    {
      name: 'protocols-translate-only',
      comment: 'A wire maps its words to use cases. It has no database, no vendor and no page.',
      severity: 'error',
      from: { path: '^lib/protocols/', pathNot: tests },
      to: {
        path: `^(app|components)/|^lib/(db|providers|jobs|entrance|server|platform|tooling)/|${composition}|${pageFrameworks}|^node_modules/(@prisma|pg|@simplewebauthn)/`,
      },
    },
    {
      name: 'protocols-are-strangers',
      comment: 'What two wires share is domain, or lib/http.',
      severity: 'error',
      from: { path: '^lib/protocols/([^/]+)/', pathNot: tests },
      to: { path: '^lib/protocols/([^/]+)/', pathNot: '^lib/protocols/$1/' },
    },
    {
      name: 'providers-by-composition-only',
      severity: 'error',
      from: { pathNot: `^lib/providers/|${composition}|${tests}` },
      to: { path: '^lib/providers/' },
    },
    {
      name: 'composition-by-entrances-only',
      comment: "Whoever is given a Ctx does not go and fetch one. The development mailbox reads its provider's mails through it.",
      severity: 'error',
      from: { pathNot: `^lib/(entrance|server|jobs|demo|tooling)/|^lib/auth/next-auth\\.ts$|/mailbox/page\\.tsx$|${tests}` },
      to: { path: composition },
    },
    {
      name: 'server-runs-without-next',
      comment: 'The server entrance loads in plain Node: next/* and next-auth work only inside Next.',
      severity: 'error',
      from: { path: '^lib/', pathNot: `^lib/entrance/(page-ctx|next-route)\\.ts$|^lib/auth/next-auth\\.ts$|^lib/server/next-app\\.ts$|${tests}|${tooling}` },
      to: { path: pageFrameworks, pathNot: '^node_modules/next-auth/jwt' },
    },
    {
      name: 'pages-have-no-database',
      severity: 'error',
      from: { path: '^(app|components)/' },
      to: { path: '^lib/(db|generated|providers|platform)/|^node_modules/(@prisma|pg)/' },
    },
    {
      name: 'components-see-no-server',
      comment: 'Components take plain view types.',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: { path: '^lib/', pathNot: '^lib/kernel/', dependencyTypesNot: ['type-only'] },
    },
    // The bench makes its owners and agents as the tests do; the examples of the OpenAPI document are the bodies that the tests send.
    { name: 'no-tests-in-code', severity: 'error', from: { pathNot: `${tests}|^lib/tooling/(bench/|openapi/|stripe-stub\\.ts$)` }, to: { path: tests } },
    { name: 'no-tooling-in-code', severity: 'error', from: { pathNot: `${tooling}|${tests}|^(playwright|vitest)\\.config\\.ts$` }, to: { path: tooling } },
  ],
  options: {
    doNotFollow: { path: 'node_modules|^lib/generated/' },
    exclude: { path: '^(\\.next|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
