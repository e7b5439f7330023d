import { expect, test } from 'vitest';
import { checkPlatform } from './platform.ts';
import type { Examination } from './tools.ts';

const checked = (machine: Partial<Examination['machine']>) => {
  const sound = { node: '24.21.0', platform: 'linux', proxies: [], usesProxies: false, verifiesTls: true };
  return checkPlatform(undefined, { asked: { machine: { ...sound, ...machine } } as unknown as Examination });
};

test.each(['20.12.0', '20.19.1', '22.1.0', '24.21.0', '100.0.0'])('Node %s is accepted', async (node) => {
  expect((await checked({ node }))._unsafeUnwrap()).toMatchObject({ kind: 'Sound', remarks: [] });
});

test.each(['20.11.1', '18.20.4', '8.17.0', ''])('Node %s is too old', async (node) => {
  expect((await checked({ node }))._unsafeUnwrapErr()).toMatchObject({ kind: 'NodeTooOld' });
});

test.each([
  [{ proxies: ['HTTPS_PROXY'] }, /HTTPS_PROXY.*does not use it without NODE_USE_ENV_PROXY=1/],
  [{ proxies: ['HTTPS_PROXY'], usesProxies: true }, /HTTPS_PROXY.*NO_PROXY/],
  [{ verifiesTls: false }, /no certificate is verified/],
])('%j gets a remark', async (machine, word) => {
  expect((await checked(machine))._unsafeUnwrap()).toMatchObject({ remarks: [expect.stringMatching(word)] });
});
