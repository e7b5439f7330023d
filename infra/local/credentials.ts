import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Whom temporary credentials speak for: an authenticated identity of the identity pool. */
export interface Principal {
  /** `region:uuid` */
  readonly identityId: string;
  readonly identityPoolId: string;
  /** As on AWS: `authenticated`, the provider, and `provider:CognitoSignIn:sub`. */
  readonly amr: readonly string[];
}

/** The user's `sub`; none of a guest. */
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

/** What a session token that opened says. Whether it has expired is for the reader to decide. */
export interface OpenedSession<P = Principal> {
  readonly principal: P;
  readonly accessKeyId: string;
  /** Epoch milliseconds. */
  readonly expiration: number;
}

/**
 * Makes and recognises temporary credentials without keeping a list of them: the session token is sealed (AES-256-GCM)
 * and carries the principal, the access key and the expiry; the secret key is an HMAC of the access key. A token under
 * another access key is therefore recognised as swapped, and credentials outlive a restart of the stack.
 */
export interface Credentials<P = Principal> {
  issue(principal: P, expiration: number): TemporaryCredentials;
  /** The secret of an access key, whether or not one was ever issued: without the sealed token it opens nothing. */
  secretKey(accessKeyId: string): string;
  /** `undefined` for a token that was not sealed here or was altered. */
  open(sessionToken: string): OpenedSession<P> | undefined;
}

/**
 * `sealingKey`: 32 random bytes, kept as long as its credentials are to be good. Credentials for one kind of principal do
 * not open as those for another.
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

/** Authenticated encryption of a JSON value, as base64. */
export const seal = (key: Buffer, value: unknown): string => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
};

/** The value that was sealed under this key, or `undefined`. */
export const unseal = (key: Buffer, text: string): unknown => {
  const bytes = Buffer.from(text, 'base64');
  try {
    // Stryker disable next-line ObjectLiteral: a text too short for a whole tag has no value behind it, so it opens to none anyway.
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
  } catch {
    // It was sealed under another key, or changed.
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
