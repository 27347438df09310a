import { describeRoutesPage } from '@/lib/testing/routes-page';
import { endpoints } from './routes';

/** The customer's and the kitchen's half of seeds/pizza-x402-agents.txt. */
const OURS = /^\/(?:v1|orders|pay|art|merchant\/kitchen|partner)(?:\/|$)/;

describeRoutesPage('docs/public-routes.md', endpoints.filter(({ path }) => OURS.test(path)));
