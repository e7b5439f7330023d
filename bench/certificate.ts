import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and its certificate, in PEM. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
}

/**
 * Creates a self-signed certificate for 127.0.0.1, valid for a day, with a new P-256 key. Node cannot create one, so
 * this encodes it by RFC 5280.
 */
export const createLoopbackIdentity = (now = new Date()): Identity => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(oid('2.5.4.3'), der(0x0c, Buffer.from('owned-notes bench')))));
  const validity = sequence(time(new Date(now.getTime() - 60_000)), time(new Date(now.getTime() + 86_400_000)));
  const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
  const address = der(0x87, Buffer.from([127, 0, 0, 1]));
  const extensions = sequence(
    sequence(oid('2.5.29.19'), der(0x01, Buffer.from([0xff])), octets(sequence(der(0x01, Buffer.from([0xff]))))),
    sequence(oid('2.5.29.17'), octets(sequence(address))),
  );
  const version3 = der(0xa0, integer(2));
  const toBeSigned = sequence(version3, integer(1), ecdsaWithSha256, name, validity, name, spki, der(0xa3, extensions));
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    certificate: pem(sequence(toBeSigned, ecdsaWithSha256, signature)),
  };
};

/** Encodes one element of DER: tag, length, contents (X.690). */
const der = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, ...parts);
const octets = (content: Buffer): Buffer => der(0x04, content);
const integer = (value: number): Buffer => der(0x02, Buffer.from([value]));
const time = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));

const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const base128 = (value: number): number[] => [
    ...(value >= 0x80 ? base128(value >> 7).map((digit) => digit | 0x80) : []),
    value & 0x7f,
  ];
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
};

const pem = (bytes: Buffer): string => {
  const lines = bytes.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`;
};
