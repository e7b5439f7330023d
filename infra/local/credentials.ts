import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** The principal of temporary credentials: an identity of the identity pool. */
export interface Principal {
  /** `region:uuid` */
  readonly identityId: string;
  readonly identityPoolId: string;
  /** As on AWS: `authenticated`, the provider, and `provider:CognitoSignIn:sub`; of a guest, `unauthenticated`. */
  readonly amr: readonly string[];
}

/** Returns the user's `sub`, or `undefined` for a guest. */
export const subOf = ({ amr }: Principal): string | undefined =>
  amr
    .find((each) => each.includes(':CognitoSignIn:'))
    ?.split(':')
    .at(-1);

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiration: number;
}

/** The content of a session token that opened. The reader decides whether it has expired. */
export interface OpenedSession<P = Principal> {
  readonly principal: P;
  readonly accessKeyId: string;
  /** Epoch milliseconds. */
  readonly expiration: number;
}

/**
 * Issues and recognises temporary credentials without keeping a list of them. The session token is sealed (AES-256-GCM)
 * and carries the principal, the access key id and the expiry; the secret key is an HMAC of the access key id. A token
 * that comes with another access key is therefore recognised as swapped, and credentials survive a restart of the
 * stack.
 */
export interface Credentials<P = Principal> {
  issue(principal: P, expiration: number): TemporaryCredentials;
  /**
   * Returns the secret key of an access key, whether or not it was ever issued: without the sealed token it opens
   * nothing.
   */
  secretKey(accessKeyId: string): string;
  /** Returns `undefined` for a token that was altered or not sealed here. */
  open(sessionToken: string): OpenedSession<P> | undefined;
}

/**
 * Creates credentials for one kind of principal; those of another kind do not open as these. `sealingKey` is 32 random
 * bytes, kept for as long as its credentials must stay valid.
 */
export const createCredentials = <P = Principal>(sealingKey: Buffer, kind = 'identity'): Credentials<P> => {
  const subkey = (purpose: string) => createHmac('sha256', sealingKey).update(`${kind} ${purpose}`).digest();
  const tokenKey = subkey('session token');
  const secretsKey = subkey('secret access keys');

  const secretKey = (accessKeyId: string) =>
    createHmac('sha256', secretsKey).update(accessKeyId).digest('base64').slice(0, 40);

  return {
    secretKey,
    issue: (principal, expiration) => {
      const accessKeyId = `ASIA${encodeBase32(randomBytes(10))}`;
      const session: OpenedSession<P> = { principal, accessKeyId, expiration };
      return {
        accessKeyId,
        secretAccessKey: secretKey(accessKeyId),
        sessionToken: seal(tokenKey, session),
        expiration,
      };
    },
    open: (sessionToken) => unseal(tokenKey, sessionToken) as OpenedSession<P> | undefined,
  };
};

/** Encrypts a JSON value with authentication (AES-256-GCM), and encodes it as base64. */
export const seal = (key: Buffer, value: unknown): string => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
};

/** Returns the value that was sealed under this key, or `undefined`. */
export const unseal = (key: Buffer, text: string): unknown => {
  const bytes = Buffer.from(text, 'base64');
  try {
    // Stryker disable next-line ObjectLiteral: a text too short for a whole tag opens to nothing anyway.
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
  } catch {
    // It was altered, or sealed under another key.
  }
  return undefined;
};

const encodeBase32 = (bytes: Buffer): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let i = 0; i < (bytes.length * 8) / 5; i++) {
    text = alphabet[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
};
