import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drawPixels, ICONS, toPng } from './draw';

// npm run icons: writes public/icons anew. A test compares what lies there with what is drawn.

const folder = path.resolve('public/icons');
mkdirSync(folder, { recursive: true });
for (const [name, icon] of Object.entries(ICONS)) writeFileSync(path.join(folder, name), toPng(drawPixels(icon), icon.size));
