import type { Check } from '../types';
import { bankChecks } from './bank';
import { budgetChecks } from './budget';
import { discountChecks } from './discount';
import { hostedChecks } from './hosted';
import { ledgerChecks } from './ledger';
import { paymentChecks } from './payment';
import { stockChecks } from './stock';
import { tokenChecks } from './token';
import { trailChecks } from './trail';

/** Every rule that an audit looks at, from the ledger up. */
export const checks: readonly Check[] = [...ledgerChecks, ...bankChecks, ...paymentChecks, ...hostedChecks, ...tokenChecks, ...budgetChecks, ...stockChecks, ...discountChecks, ...trailChecks];
