import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';

/** What a token says; one that is `undefined` is not in it. */
export type Claims = Readonly<Record<string, unknown>>;

/** An identity provider for tests: it publishes its keys, and signs whatever it is told to. */
export interface Issuer extends AsyncDisposable {
  readonly url: string;
  readonly jwksUrl: string;
  /** Signs a token, which is good for five minutes if the claims say nothing else. */
  readonly sign: (claims: Claims) => Promise<string>;
  /** Signs with another key that it publishes, of another algorithm. */
  readonly signOtherwise: (claims: Claims) => Promise<string>;
  /** Signs by HMAC, with what everybody knows: the public key. */
  readonly signByPublicKey: (claims: Claims) => Promise<string>;
}

export const startIssuer = async (): Promise<Issuer> => {
  const [usual, other] = await Promise.all([keyPair('ES256'), keyPair('Ed25519')]);
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [usual.jwk, other.jwk] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publicBytes = new TextEncoder().encode(JSON.stringify(usual.jwk));
  return {
    url,
    jwksUrl: `${url}/jwks.json`,
    sign: (claims) => tokenOf(claims, 'ES256').sign(usual.privateKey),
    signOtherwise: (claims) => tokenOf(claims, 'Ed25519').sign(other.privateKey),
    signByPublicKey: (claims) => tokenOf(claims, 'HS256').sign(publicBytes),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** A token that nobody signed: `alg` is `none`. */
export const unsigned = (claims: Claims): string => new UnsecuredJWT({ exp: inFiveMinutes(), ...claims }).encode();

const keyPair = async (alg: string) => {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), alg, use: 'sig' } };
};

const tokenOf = (claims: Claims, alg: string): SignJWT =>
  new SignJWT({ exp: inFiveMinutes(), ...claims }).setProtectedHeader({ alg });

const inFiveMinutes = (): number => Math.floor(Date.now() / 1000) + 300;
