import { nextRoute } from '@/lib/entrance/next-route';
import { postSheetPreview } from '@/lib/protocols/console/sheets';

export const POST = nextRoute(postSheetPreview);
