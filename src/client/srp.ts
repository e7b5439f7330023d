/**
 * The client's side of Cognito's SRP-6a: the 3072-bit group of RFC 3526 (number 15), SHA-256, and an HKDF with the info
 * "Caldera Derived Key". Checked against amazon-cognito-identity-js.
 */
const prime = [
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd',
  'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed',
  'ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f',
  '83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b',
  'e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510',
  '15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7',
  'abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c',
  'bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff',
].join('');
const N = BigInt(`0x${prime}`);
const g = 2n;

/** The client's key pair for one exchange. `a` is secret. */
export interface SrpKeys {
  readonly a: bigint;
  readonly A: bigint;
}

export interface SrpChallenge {
  /** Hexadecimal. */
  readonly salt: string;
  /** Hexadecimal. */
  readonly B: string;
  /** Base64. */
  readonly secretBlock: string;
  readonly userIdForSrp: string;
}

export const createSrpKeys = (a = decodeNumber(crypto.getRandomValues(new Uint8Array(32)))): SrpKeys => ({
  a,
  A: raiseToPower(g, a),
});

/**
 * Returns the signature, in base64, that proves the password to the user pool. `poolName` is the part of the user
 * pool's id after the `_`. Returns `undefined` if a value of the server's would give the password away (RFC 5054,
 * 2.5.4), or cannot be decoded.
 */
export const createPasswordClaim = async (
  { a, A }: SrpKeys,
  { salt, B: hexB, secretBlock, userIdForSrp }: SrpChallenge,
  {
    poolName,
    password,
    timestamp,
  }: { readonly poolName: string; readonly password: string; readonly timestamp: string },
): Promise<string | undefined> => {
  const B = BigInt(`0x${hexB}`);
  if (B % N === 0n) return undefined;
  const u = decodeNumber(await hashSha256(encodeNumber(A), encodeNumber(B)));
  if (u === 0n) return undefined;
  const k = decodeNumber(await hashSha256(encodeNumber(N), encodeNumber(g)));
  const identity = await hashSha256(encodeUtf8(`${poolName}${userIdForSrp}:${password}`));
  const x = decodeNumber(await hashSha256(encodeNumber(BigInt(`0x${salt}`)), identity));
  const base = (((B - k * raiseToPower(g, x)) % N) + N) % N;
  const secret = raiseToPower(base, a + u * x);
  const seed = await calculateHmac(encodeNumber(u), encodeNumber(secret));
  const key = (await calculateHmac(seed, encodeUtf8('Caldera Derived Key\x01'))).slice(0, 16);
  const block = decodeBase64(secretBlock);
  if (block === undefined) return undefined;
  const claim = await calculateHmac(
    key,
    joinBytes(encodeUtf8(poolName), encodeUtf8(userIdForSrp), block, encodeUtf8(timestamp)),
  );
  return btoa(String.fromCharCode(...claim));
};

const decodeBase64 = (text: string): Bytes | undefined => {
  try {
    return Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** Formats a time as in `Tue Nov 3 05:24:00 UTC 2026`: in English, the day without a leading zero. */
export const formatSrpTimestamp = (time: number): string => {
  const inUtc = new Date(time).toUTCString();
  return inUtc.replace(/(\w+), 0?(\d+) (\w+) (\d+) (\S+) GMT/, '$1 $3 $2 $5 UTC $4');
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

type Bytes = Uint8Array<ArrayBuffer>;

const encodeUtf8 = (text: string): Bytes => new TextEncoder().encode(text);

const joinBytes = (...parts: readonly Bytes[]): Bytes => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const hashSha256 = async (...parts: readonly Bytes[]): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', joinBytes(...parts)));

const calculateHmac = async (key: Bytes, data: Bytes): Promise<Bytes> => {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
};

const decodeNumber = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`);

/**
 * Encodes a number as big-endian bytes, with a leading zero byte if the first bit is set, as Java's BigInteger does.
 */
const encodeNumber = (number: bigint): Bytes => {
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const padded = /^[89a-f]/.test(even) ? `00${even}` : even;
  return Uint8Array.from({ length: padded.length / 2 }, (_, i) => Number.parseInt(padded.slice(2 * i, 2 * i + 2), 16));
};
