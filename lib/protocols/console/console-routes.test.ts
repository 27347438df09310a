import { describeRoutesPage } from '@/lib/testing/routes-page';
import { endpoints } from './index';
import { endpoints as menu } from './menu';
import { endpoints as sheets } from './sheets';
import { endpoints as paymentHub } from './payment-hub';

const OURS = /^\/merchant\/(?:auth|signup|session|sessions|staff|workspace|launchpad|qr-kit|channels|notifications|passkeys)(?:\/|$)/;

describeRoutesPage('docs/console-routes.md', [...endpoints.filter(({ path }) => OURS.test(path)), ...menu, ...paymentHub, ...sheets]);
