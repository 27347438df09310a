import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Encryption at rest under named keys. A sealed text names its key, so keys can be rotated and a missing one be told. */
export type Keyring = {
  /** `kid.iv.tag.ciphertext`, AES-256-GCM, each part base64url. `purpose` is authenticated: a text sealed for one thing opens for no other. */
  seal(plaintext: string, purpose: string): string;
  /** Throws MissingKeyError when the key is not in the ring; throws when the text was altered or sealed for another purpose. */
  open(sealed: string, purpose: string): string;
  /** A value derived from the oldest key and a label: the same in every process and after every rotation, unknown outside. */
  derive(label: string): Buffer;
  readonly currentKeyId: string;
};

export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError';
  constructor(readonly keyId: string) {
    super(`The encryption key "${keyId}" is not in COUNTERSIGN_KEYS, but data was sealed with it. Restore that key next to the database.`);
  }
}

/** `spec` is `kid:base64[,kid:base64...]`, 32 bytes each, the current one first. Throws a plain message on a malformed one. */
export function createKeyring(spec: string): Keyring {
  const keys = new Map<string, Buffer>();
  for (const part of spec.split(',')) {
    const [id = '', text = ''] = part.trim().split(':');
    const key = Buffer.from(text, 'base64');
    if (!/^[a-z0-9-]{1,20}$/i.test(id) || key.length !== 32) throw new Error('COUNTERSIGN_KEYS must be id:base64 of 32 bytes, comma separated');
    keys.set(id, key);
  }
  const [current, oldest] = [[...keys][0], [...keys].at(-1)];
  if (!current || !oldest) throw new Error('COUNTERSIGN_KEYS is empty');
  const keyOf = (id: string): Buffer => {
    const key = keys.get(id);
    if (!key) throw new MissingKeyError(id);
    return key;
  };
  return {
    currentKeyId: current[0],
    seal(plaintext, purpose) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current[1], iv).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return [current[0], iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), body.toString('base64url')].join('.');
    },
    open(sealed, purpose) {
      const [id = '', iv = '', tag = '', body = ''] = sealed.split('.');
      const decipher = createDecipheriv('aes-256-gcm', keyOf(id), Buffer.from(iv, 'base64url')).setAAD(Buffer.from(purpose));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
    },
    derive: (label) => createHmac('sha256', oldest[1]).update(label).digest(),
  };
}
