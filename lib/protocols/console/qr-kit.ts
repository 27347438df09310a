import QRCode from 'qrcode';
import { loadQrKit, type Placement } from '@/lib/console';
import { answerCoded } from '@/lib/http/coded-failure';
import { consoleEndpoint } from './endpoint';

const WORDS: Record<Placement['id'], { readonly title: string; readonly hint: string }> = {
  table: { title: 'Table', hint: 'A card for each table, at reading distance.' },
  window: { title: 'Window', hint: 'A sheet behind the glass, at eye level: it is read from two metres away.' },
  counter: { title: 'Counter', hint: 'A card beside the till, for who waits.' },
  bag: { title: 'Bag', hint: 'A sticker on what is taken home, for the next order.' },
};

/** {storefrontUrl, status, svgUrl, placements: [{id, title, hint, paperMm, codeMm}]}. Of owners and managers. */
export const getQrKit = consoleEndpoint('GET', '/merchant/qr-kit', 'manager', async (ctx, _request, { merchantId }) => {
  const { storefrontUrl, status, placements } = await loadQrKit(ctx, merchantId);
  const svgUrl = new URL('/merchant/qr-kit/svg', ctx.settings.publicOrigin).href;
  return answerCoded(200, { storefrontUrl, status, svgUrl, placements: placements.map((placement) => ({ ...placement, ...WORDS[placement.id] })) });
});

/** The storefront's address as a QR code, to be scaled as one likes. A damaged quarter of it is still read. */
export const getQrSvg = consoleEndpoint('GET', '/merchant/qr-kit/svg', 'manager', async (ctx, _request, { merchantId }) => {
  const { storefrontUrl } = await loadQrKit(ctx, merchantId);
  const svg = await QRCode.toString(storefrontUrl, { type: 'svg', margin: 4, errorCorrectionLevel: 'Q' });
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'no-store' } });
});
