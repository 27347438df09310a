import QRCode from 'qrcode';
import { cx } from '@/components/ui/cx';

/**
 * An address of ours as a code for the camera of a phone; on a phone itself it is left out. A phone reaches no `localhost`: the reader is
 * told instead of left to wonder.
 */
export async function PhoneCode({ publicOrigin, path, title, className }: { publicOrigin: string; path: `/${string}`; title: string; className?: string }) {
  const address = publicOrigin + path;
  const svg = await QRCode.toString(address, { type: 'svg', margin: 2 });
  const reachable = new URL(publicOrigin).protocol === 'https:';
  return (
    <details className={cx('rounded-card border border-border bg-surface px-4 py-3 max-sm:hidden sm:px-5', className)}>
      <summary className="cursor-pointer font-medium">{title}</summary>
      <div className="mt-3 flex flex-wrap items-center gap-5">
        <img src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={`QR code of ${address}`} width={148} height={148} className="rounded-control border border-border" />
        <div className="min-w-0 flex-1 basis-56 text-muted">
          <p>Point your phone&rsquo;s camera at the code. You sign in there with the passkey of your wallet.</p>
          <p className="mt-1 font-mono text-[12px]/4 wrap-anywhere">{address}</p>
          {reachable ? null : (
            <p className="mt-2 text-warning">A phone reaches this server only at an https address. docs/phone.md says how to give it one.</p>
          )}
        </div>
      </div>
    </details>
  );
}
