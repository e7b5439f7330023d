import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDenial, startTestS3 } from '../infra/local/s3/test-s3.ts';
import { attackTestFiles } from './attack/files/files-in-process.ts';

// Faults are `npm run test:planted`.

const kept = async (folder: string): Promise<readonly string[]> => {
  const names = ['data', 'objects', 'uploads', 'temporary'].map((name) => readdir(join(folder, name)));
  return (await Promise.all(names)).flat();
};

test('nothing comes through at a sound S3, all can be told, nothing is left, and no secret is in the report', async () => {
  await using api = await startTestS3();
  const { tries, unproven } = await attackTestFiles(api);
  expect({ others: tries.filter(({ verdict }) => verdict !== 'Held'), unproven }).toEqual({ others: [], unproven: [] });
  expect(tries.length).toBe(998);
  expect(await kept(api.folder)).toEqual([]);
  expect(JSON.stringify(tries)).not.toMatch(/authorization"|security-token=|Signature=|Credential=|an\.id\.token/i);
});

test('what comes through is told with its request, and taken away again', async () => {
  const isAsked = ({ action }: { readonly action: string }) => action === 's3:PutObject';
  const sound = createDenial();
  await using api = await startTestS3({
    denial: (identityId, requests) => (requests.every(isAsked) ? undefined : sound(identityId, requests)),
  });
  const { tries } = await attackTestFiles(api, { techniques: ['the other’s file', 'the other’s upload in parts'] });
  const through = tries.filter(({ verdict }) => verdict === 'CameThrough');
  expect(through[0]).toMatchObject({
    ...{ operation: 's3 PutObject', what: 'over it', by: 'Ann', whose: 'Bob', expected: 'is refused' },
    came: '200, and the other’s files are not as they were',
    request: {
      method: 'PUT',
      path: expect.stringMatching(/\/private\/us-east-1%3Abbbb.*-a\.txt$/),
      body: 'by the attack',
    },
  });
  expect(new Set(through.map(({ operation }) => operation))).toEqual(
    new Set(
      ['PutObject', 'CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'].map((each) => `s3 ${each}`),
    ),
  );
  expect(await kept(api.folder)).toEqual([]);
});

test('a user who can keep no file, a server that is down, and an attack that is broken off leave nothing told as held', async () => {
  await using api = await startTestS3({ denial: () => 'nobody may' });
  expect((await attackTestFiles(api)).unproven).toEqual([
    { operation: 'files', reason: 'PUT of a file of Ann’s own came to 403 AccessDenied' },
  ]);
  const { tries, unproven } = await attackTestFiles({ ...api, endpoint: 'http://127.0.0.1:1' });
  expect({ tries, unproven }).toEqual({
    ...{ tries: [], unproven: [{ operation: 'files', reason: expect.stringContaining('no answer: connect') }] },
  });
  expect((await attackTestFiles(api, { signal: AbortSignal.abort() })).tries).toEqual([]);
});
