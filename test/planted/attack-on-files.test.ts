import { afterEach, describe, expect, test, vi } from 'vitest';
import { createDenial, startTestS3 } from '../../infra/local/s3/test-s3.ts';
import { type S3FaultName, s3Faults } from './attack/files/faults/all.ts';
import { attackTestFiles } from './attack/files/files-in-process.ts';
import { foundInS3 } from './attack/files/found-by.ts';
import { plantFault, withPlantedDenial } from './attack/files/planted-s3.ts';

// Faults are planted by wrapping what the server's modules export, never by changing their text.
vi.mock('../../infra/local/s3/authenticate.ts', async (original) => {
  const { withPlantedAuthentication } = await import('./attack/files/planted-s3.ts');
  const { authenticate } = await original<typeof import('../../infra/local/s3/authenticate.ts')>();
  return { authenticate: withPlantedAuthentication(authenticate) };
});
vi.mock('../../infra/local/s3/handlers.ts', async (original) => {
  const { withPlantedOperations } = await import('./attack/files/planted-s3.ts');
  const { handlers } = await original<typeof import('../../infra/local/s3/handlers.ts')>();
  return { handlers: withPlantedOperations(handlers) };
});

afterEach(() => plantFault({}));

/** Attacks the files of a server with a fault: by one technique, until something comes through, or by all. */
const attacked = async (name: S3FaultName, technique?: string) => {
  await using api = await startTestS3({ denial: withPlantedDenial(createDenial()) });
  plantFault(s3Faults[name]());
  const one = technique === undefined ? {} : { techniques: [technique], stopsAtFirst: true };
  const { tries, unproven } = await attackTestFiles(api, one);
  expect(unproven).toEqual([]);
  return tries.filter(({ verdict }) => verdict !== 'Held').map((each) => [each.technique, each.verdict]);
};

const rows = Object.entries(foundInS3) as [S3FaultName, (typeof foundInS3)[S3FaultName]][];
const found = rows.flatMap(([name, row]) => ('technique' in row ? [[name, row.technique] as const] : []));
const others = rows.flatMap(([name, row]) => ('technique' in row ? [] : [name]));

describe('at an S3 with a fault in its authorisation', () => {
  test.each(found)('something comes through: %s, by %s', async (name, technique) => {
    expect(await attacked(name, technique)).toEqual([[technique, 'CameThrough']]);
  });

  test.each(others)('nothing comes through: %s', async (name) => {
    expect(await attacked(name)).toEqual([]);
  });
});
