import { nextRoute } from '@/lib/entrance/next-route';
import { patchIngredient } from '@/lib/protocols/console/menu';

export const PATCH = nextRoute(patchIngredient);
