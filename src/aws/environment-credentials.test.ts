import { afterEach, describe, expect, test, vi } from 'vitest';
import { readEnvironmentCredentials } from './environment-credentials.ts';

afterEach(() => vi.unstubAllEnvs());
const set = (id: string, secret: string, token: string) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', id);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', token);
};

describe('the credentials of the environment', () => {
  test('are read anew each time', () => {
    set('id', 'secret', 'token');
    const first = { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' };
    expect(readEnvironmentCredentials()).toEqual(first);
    set('id', 'secret', '');
    expect(readEnvironmentCredentials()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
  });

  test.each([
    ['', 'secret'],
    ['id', ''],
  ])('are refused if one half is missing', (id, secret) => {
    set(id, secret, '');
    expect(readEnvironmentCredentials).toThrow('no credentials');
  });
});
