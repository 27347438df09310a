import { nextRoute } from '@/lib/entrance/next-route';
import { deletePhoto, putPhoto } from '@/lib/protocols/console/menu';

export const PUT = nextRoute(putPhoto);
export const DELETE = nextRoute(deletePhoto);
