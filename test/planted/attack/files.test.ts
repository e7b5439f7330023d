import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDenial, startTestS3 } from '../../../infra/local/s3/test-s3.ts';
import { attackTestFiles } from './files/files-in-process.ts';

// `npm run test:planted` plants the faults.

const kept = async (folder: string): Promise<readonly string[]> => {
  const names = ['data', 'objects', 'uploads', 'temporary'].map((name) => readdir(join(folder, name)));
  return (await Promise.all(names)).flat();
};

test('a sound S3 lets nothing through; the attack proves every case, leaves no file, reports no secret', async () => {
  await using api = await startTestS3();
  const { tries, unproven } = await attackTestFiles(api);
  expect({ others: tries.filter(({ verdict }) => verdict !== 'Held'), unproven }).toEqual({ others: [], unproven: [] });
  expect(tries.length).toBe(998);
  expect(await kept(api.folder)).toEqual([]);
  expect(JSON.stringify(tries)).not.toMatch(/authorization"|security-token=|Signature=|Credential=|an\.id\.token/i);
});

test('the attack reports what came through with its request, and deletes it again', async () => {
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

test('an attack calls nothing held if a user cannot store a file, the server is down, or it is aborted', async () => {
  await using api = await startTestS3({ denial: () => 'nobody may' });
  expect((await attackTestFiles(api)).unproven).toEqual([
    { operation: 'files', reason: 'PUT of one of Ann’s own files was answered with 403 AccessDenied' },
  ]);
  const { tries, unproven } = await attackTestFiles({ ...api, endpoint: 'http://127.0.0.1:1' });
  expect({ tries, unproven }).toEqual({
    ...{ tries: [], unproven: [{ operation: 'files', reason: expect.stringContaining('no answer: connect') }] },
  });
  expect((await attackTestFiles(api, { signal: AbortSignal.abort() })).tries).toEqual([]);
});
