export { type Db, type Statement, createPool, createDb, listen } from './db';
export { createPageDb, PAGE_ROLE, readAsPage, type PageTenant } from './page-db';
export { prismaFor } from './page-prisma';
export { encodeJson, decodeJson } from './json';
export { isUniqueViolation, isCheckViolation, wasRefused } from './errors';
