import { unknownPathRoute } from '@/lib/entrance/next-route';

export const GET = unknownPathRoute;
export const POST = unknownPathRoute;
export const PUT = unknownPathRoute;
export const PATCH = unknownPathRoute;
export const DELETE = unknownPathRoute;
