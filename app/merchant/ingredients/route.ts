import { nextRoute } from '@/lib/entrance/next-route';
import { getIngredients, postIngredient } from '@/lib/protocols/console/menu';

export const GET = nextRoute(getIngredients);
export const POST = nextRoute(postIngredient);
