import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestS3 } from '../infra/local/s3/test-s3.ts';
import { attackedFiles } from './attack/files/files-in-process.ts';

test('nothing comes through at a sound S3, everything can be told, and nothing is left', async () => {
  await using api = await startTestS3();
  const { tries, unproven } = await attackedFiles(api);
  const others = tries.filter(({ verdict }) => verdict !== 'Held');
  expect({
    others: others.map(({ technique, operation, what, came, verdict }) => [technique, operation, what, came, verdict]),
    unproven,
  }).toEqual({ others: [], unproven: [] });
  expect(tries.length).toBe(1);
  for (const folder of ['data', 'objects', 'uploads', 'temporary'])
    expect(await readdir(join(api.folder, folder))).toEqual([]);
});
