import { err, ok, type Result } from '@/lib/kernel/result';
import { v20250929 } from './v2025-09-29';
import { v20251212 } from './v2025-12-12';
import { v20260116 } from './v2026-01-16';
import { v20260130 } from './v2026-01-30';
import { v20260417 } from './v2026-04-17';
import type { AcpError, AcpWire, Asked } from './wire';

/** The versions that are served, newest first. A further one is a folder beside these and a row here. */
export const WIRES: readonly AcpWire[] = [v20260417, v20260130, v20260116, v20251212, v20250929];

export const SUPPORTED_VERSIONS: readonly string[] = WIRES.map(({ version }) => version);

/** The wire that the API-Version header asks for. There is no default: 400 missing_api_version or unsupported_api_version. */
export const negotiate = (asked: Pick<Asked, 'headers'>): Result<AcpWire, AcpError> => negotiateAmong(WIRES, asked);

/** The same among the versions of one service, newest first. */
export function negotiateAmong<W extends Pick<AcpWire, 'version'>>(wires: readonly W[], { headers }: Pick<Asked, 'headers'>): Result<W, AcpError> {
  const asked = headers.get('api-version');
  if (!asked) return err(versionError('missing_api_version', 'The API-Version header is required.', wires));
  const wire = wires.find(({ version }) => version === asked);
  return wire ? ok(wire) : err(versionError('unsupported_api_version', 'This API-Version is not served.', wires));
}

function versionError(code: string, message: string, wires: readonly Pick<AcpWire, 'version'>[]): AcpError {
  const supportedVersions = wires.map(({ version }) => version);
  return { status: 400, type: 'invalid_request', code, message: `${message} Served are ${supportedVersions.join(', ')}.`, supportedVersions };
}
