export { type Db, type Statement, createPool, createDb, prismaFor, listen } from './db';
export { encodeJson, decodeJson } from './json';
export { isUniqueViolation, isCheckViolation } from './errors';
