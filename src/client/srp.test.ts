import { createDiffieHellmanGroup } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSrpExchange, createSrpVerifier } from '../../infra/local/cognito/srp.ts';
// The oracle: internals of amazon-cognito-identity-js, which it does not export.
// @ts-expect-error it has no types
import AuthenticationHelper from '../../node_modules/amazon-cognito-identity-js/lib/AuthenticationHelper.js';
// @ts-expect-error it has no types
import BigInteger from '../../node_modules/amazon-cognito-identity-js/lib/BigInteger.js';
import { createPasswordClaim, createSrpKeys, formatSrpTimestamp } from './srp.ts';

const Helper = AuthenticationHelper.default ?? AuthenticationHelper;
const Big = BigInteger.default ?? BigInteger;

test('the group is number 15 of RFC 3526', () => {
  const prime = BigInt(`0x${createDiffieHellmanGroup('modp15').getPrime('hex')}`);
  expect(createSrpKeys(prime - 1n).A).toBe(1n);
  expect(createSrpKeys(3n).A).toBe(8n);
});

test('a claim equals that of amazon-cognito-identity-js, for any password', async () => {
  const password = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed());
  await fc.assert(
    fc.asyncProperty(
      password,
      fc.uuid(),
      fc.base64String({ minLength: 4 }),
      async (password, userIdForSrp, secretBlock) => {
        const poolName = 'AbCdEfGhI';
        const { salt, verifier } = createSrpVerifier(`${poolName}${userIdForSrp}`, password);
        const { B } = createSrpExchange({ salt, verifier });
        const keys = createSrpKeys();
        const timestamp = formatSrpTimestamp(Date.now());

        const helper = new Helper(poolName);
        helper.smallAValue = new Big(keys.a.toString(16), 16);
        helper.largeAValue = new Big(keys.A.toString(16), 16);
        const key = await new Promise<Buffer>((resolve, reject) =>
          helper.getPasswordAuthenticationKey(
            userIdForSrp,
            password,
            new Big(B, 16),
            new Big(salt, 16),
            (error: unknown, key: Buffer) => (error ? reject(error) : resolve(key)),
          ),
        );
        const { createHmac } = await import('node:crypto');
        const oracle = createHmac('sha256', key)
          .update(poolName)
          .update(userIdForSrp)
          .update(Buffer.from(secretBlock, 'base64'))
          .update(timestamp)
          .digest('base64');
        const challenge = { salt, B, secretBlock, userIdForSrp };
        expect(await createPasswordClaim(keys, challenge, { poolName, password, timestamp })).toBe(oracle);
      },
    ),
    { numRuns: 15 },
  );
});

test('an illegal value from the server is not answered', async () => {
  const claim = { poolName: 'x', password: 'y', timestamp: 'z' };
  for (const B of ['0', createDiffieHellmanGroup('modp15').getPrime('hex')])
    expect(
      await createPasswordClaim(createSrpKeys(), { salt: 'a', B, secretBlock: '', userIdForSrp: 'u' }, claim),
    ).toBeUndefined();
  const { B } = createSrpExchange(createSrpVerifier('xu', 'y'));
  const unreadable = { salt: 'a', B, secretBlock: '~', userIdForSrp: 'u' };
  expect(await createPasswordClaim(createSrpKeys(), unreadable, claim)).toBeUndefined();
});

test('a timestamp is in English, and its day has no leading zero', () => {
  expect(formatSrpTimestamp(Date.UTC(2026, 10, 3, 5, 4, 0))).toBe('Tue Nov 3 05:04:00 UTC 2026');
  expect(formatSrpTimestamp(Date.UTC(2026, 10, 23, 15, 24, 9))).toBe('Mon Nov 23 15:24:09 UTC 2026');
});
