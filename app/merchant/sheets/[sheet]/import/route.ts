import { nextRoute } from '@/lib/entrance/next-route';
import { postSheetImport } from '@/lib/protocols/console/sheets';

export const POST = nextRoute(postSheetImport);
