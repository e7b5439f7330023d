import { createHmac, randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Seconds for which a code is shown: RFC 6238's default, which every authenticator app uses. */
const step = 30;

/** Creates a secret of 160 random bits in base32, as long as the HMAC's hash (RFC 4226, 4). */
export const createTotpSecret = (): string => Array.from(randomBytes(32), (byte) => alphabet[byte % 32]).join('');

/** Calculates the six-digit code of a counter (RFC 4226, 5.3). */
const calculateCode = (secret: string, counter: number): string => {
  const bits = Array.from(secret, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const hash = createHmac('sha1', key).update(message).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

/**
 * Finds the counter of a code: the current one, or one step to either side, as clocks differ (RFC 6238, 5.2). Returns
 * `undefined` if the code matches none of the three. `now`: epoch milliseconds.
 */
export const findCounter = (secret: string, code: string, now: number): number | undefined => {
  const counter = Math.floor(now / 1000 / step);
  return [counter, counter - 1, counter + 1].find((each) => calculateCode(secret, each) === code);
};
