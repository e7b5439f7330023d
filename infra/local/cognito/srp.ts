import { createHash, createHmac, getDiffieHellman, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * The server's side of Cognito's SRP-6a (RFC 5054 with the 3072-bit group of RFC 3526, SHA-256). Cognito deviates in
 * two points: the identity in `x` is the pool's name and the user's id, and the shared secret goes through an HKDF
 * whose info is "Caldera Derived Key". Verified against amazon-cognito-identity-js.
 */
export interface SrpVerifier {
  /** Hexadecimal. */
  readonly salt: string;
  /** g to the power of x, hexadecimal; stored in place of a password. */
  readonly verifier: string;
}

/** The server's half of one exchange. `b` is secret. */
export interface SrpExchange {
  readonly b: string;
  readonly B: string;
}

const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const g = 2n;

const hashParts = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const decodeNumber = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

/** Encodes a number as big-endian bytes, with a leading zero if the first bit is set, as Java's BigInteger does. */
const encodeNumber = (number: bigint): Buffer => {
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
};

const raiseToPower = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
};

const k = decodeNumber(hashParts(encodeNumber(N), encodeNumber(g)));

/** Creates the verifier of a password. `user` is the pool's name (its id after the `_`) followed by the user's id. */
export const createSrpVerifier = (
  user: string,
  password: string,
  salt = randomBytes(16).toString('hex'),
): SrpVerifier => {
  const x = decodeNumber(hashParts(encodeNumber(BigInt(`0x${salt}`)), hashParts(`${user}:${password}`)));
  return { salt, verifier: raiseToPower(g, x).toString(16) };
};

export const sameVerifier = (a: SrpVerifier, b: SrpVerifier): boolean =>
  timingSafeEqual(hashParts(a.verifier), hashParts(b.verifier));

export const createSrpExchange = ({ verifier }: SrpVerifier): SrpExchange => {
  const b = decodeNumber(randomBytes(32));
  const B = (k * BigInt(`0x${verifier}`) + raiseToPower(g, b)) % N;
  return { b: b.toString(16), B: B.toString(16) };
};

/**
 * Parses the client's public value; returns `undefined` if it is malformed or would make the secret known (RFC 5054,
 * 2.5.4). Some clients prepend zeros: .NET's BigInteger prepends one if the first bit is set.
 */
export const parsePublicValue = (hex: string): bigint | undefined => {
  if (!/^0{0,16}[0-9a-f]{1,768}$/i.test(hex)) return undefined;
  const A = BigInt(`0x${hex}`);
  return A % N === 0n ? undefined : A;
};

/** Returns whether the claim's signature, in base64, proves knowledge of the password. */
export const verifyClaim = (
  { verifier, exchange, A }: { readonly verifier: SrpVerifier; readonly exchange: SrpExchange; readonly A: bigint },
  claim: {
    readonly user: string;
    readonly secretBlock: Buffer;
    readonly timestamp: string;
    readonly signature: string;
  },
): boolean => {
  const u = decodeNumber(hashParts(encodeNumber(A), encodeNumber(BigInt(`0x${exchange.B}`))));
  if (u === 0n) return false;
  const secret = raiseToPower(A * raiseToPower(BigInt(`0x${verifier.verifier}`), u), BigInt(`0x${exchange.b}`));
  const seed = createHmac('sha256', encodeNumber(u)).update(encodeNumber(secret)).digest();
  const key = createHmac('sha256', seed).update('Caldera Derived Key\x01').digest().subarray(0, 16);
  const expected = createHmac('sha256', key)
    .update(claim.user)
    .update(claim.secretBlock)
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(claim.signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
};
