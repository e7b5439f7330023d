import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCredentials, seal, unseal } from './credentials.ts';

const key = randomBytes(32);
const principal = { identityId: 'us-east-1:ann', identityPoolId: 'us-east-1:pool', amr: ['authenticated'] };

test('credentials of an earlier version of the stack still work', () => {
  const credentials = createCredentials(Buffer.alloc(32, 7));
  expect(credentials.secretKey('ASIAEXAMPLEEXAMPLE00')).toBe('edoivpwycCMWVw6FhxrpECmLc7oqdA0xLA9ab/ZL');
  const issued =
    'y4DOKJZ5fVHpafMrbTz27tmaSzdjGECgqlL3RKC0hN6EMNv0To6wbzp9ZSAK+G/K6ODf2r0teJ2tAC5J0aTmvvEa29G8a6nmwR8UxwpZ0HzJ+BDrh8J7+92uGT/dIqONT4tF2MoJ1OJO++5omF4JhDpyrRlIF6SLPhI9ZG7eYJM9cHIwUJtOP4YYBwN/niRS5rq7bNDmaFtkug==';
  expect(credentials.open(issued)).toEqual({
    principal: { identityId: 'us-east-1:ann', identityPoolId: 'p', amr: [] },
    ...{ accessKeyId: 'ASIAYNFN7ZRM3MGBNR2F', expiration: 1 },
  });
});

test('access keys are random in every character after the prefix', () => {
  const credentials = createCredentials(key);
  const keys = Array.from({ length: 200 }, () => credentials.issue(principal, 1).accessKeyId);
  for (const id of keys) expect(id).toMatch(/^ASIA[A-Z2-7]{16}$/);
  for (let place = 4; place < 20; place++) expect(new Set(keys.map((id) => id[place])).size).toBeGreaterThan(16);
});

describe('a sealed value', () => {
  test('opens with its key, and is sealed differently each time', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sealed = seal(key, value);
        expect(unseal(key, sealed)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(seal(key, value)).not.toBe(sealed);
      }),
    );
  });

  test('does not open with any bit changed, nor truncated, nor extended', () => {
    const sealed = Buffer.from(seal(key, principal), 'base64');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unseal(key, changed.toString('base64'))).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length++)
      expect(unseal(key, sealed.subarray(0, length).toString('base64'))).toBeUndefined();
    expect(unseal(key, Buffer.concat([sealed, Buffer.from([0])]).toString('base64'))).toBeUndefined();
  });

  test('does not open with another key, or with a shorter tag', () => {
    expect(unseal(randomBytes(32), seal(key, principal))).toBeUndefined();
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 4 });
    const text = Buffer.concat([cipher.update('{}'), cipher.final()]);
    const short = Buffer.concat([iv, cipher.getAuthTag(), text, Buffer.alloc(12)]);
    expect(unseal(key, short.toString('base64'))).toBeUndefined();
  });

  test.each(['', 'x', '====', 'A'.repeat(36), '\u0000'])('is not found in %j', (text) => {
    expect(unseal(key, text)).toBeUndefined();
  });

  test('may be as short as an empty string or a 0', () => {
    expect(unseal(key, seal(key, ''))).toBe('');
    expect(unseal(key, seal(key, 0))).toBe(0);
  });
});

describe('credentials', () => {
  test('open to their principal, access key and expiry', () => {
    const credentials = createCredentials(key);
    const issued = credentials.issue(principal, 5);
    expect(issued.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(issued.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(issued.expiration).toBe(5);
    expect(credentials.secretKey(issued.accessKeyId)).toBe(issued.secretAccessKey);
    expect(credentials.open(issued.sessionToken)).toEqual({
      principal,
      accessKeyId: issued.accessKeyId,
      expiration: 5,
    });
    expect(credentials.issue(principal, 5).accessKeyId).not.toBe(issued.accessKeyId);
  });

  test('survive a restart, and do not open as those of another kind or another stack', () => {
    const issued = createCredentials(key).issue(principal, 5);
    expect(createCredentials(key).open(issued.sessionToken)).toBeDefined();
    for (const other of [createCredentials(key, 'role'), createCredentials(randomBytes(32))]) {
      expect(other.open(issued.sessionToken)).toBeUndefined();
      expect(other.secretKey(issued.accessKeyId)).not.toBe(issued.secretAccessKey);
    }
  });

  test('have a token that reveals neither the principal nor the secret', () => {
    const credentials = createCredentials(key);
    const issued = credentials.issue(principal, 5);
    expect(Buffer.from(issued.sessionToken, 'base64').toString('latin1')).not.toContain('ann');
    expect(issued.sessionToken).not.toContain(issued.secretAccessKey);
  });
});
