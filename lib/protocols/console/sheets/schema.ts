import { z } from 'zod';

const Csv = z.string().max(1024 * 1024);

export const PreviewBody = z.strictObject({ csv: Csv });
export const ImportBody = z.strictObject({ csv: Csv, basis: z.string().regex(/^[0-9a-f]{64}$/, 'must be what a preview answered').optional() });
