import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundles, bundleFunctions } from '../../infra/bundles.ts';
import type { Template } from '../../infra/template/template.ts';
import { breakages, onlyDeployed } from '../infra/breakages/all.ts';
import { startTestStack } from '../kit/local-stack.ts';
import { looseFunctions } from './loose-functions.ts';
import { type Observations, observe } from './observations.ts';
import { planted } from './planted.ts';
import { shownBy } from './shown-by.ts';

let folder: string;
let bundles: Bundles;
let sound: Observations;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-planted-'));
  bundles = await bundleFunctions(folder, looseFunctions);
  sound = await observations(() => {});
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const observations = async (change: (template: Template) => void): Promise<Observations> => {
  await using stack = await startTestStack({ isProvisioned: true, bundle: async () => bundles, change });
  return await observe(stack);
};

test('a sound template allows what it is meant to allow, and nothing else', () => {
  const came = [...sound].filter(([, outcome]) => !/^AccessDenied(?:Exception)?$/.test(outcome));
  expect(Object.fromEntries(came)).toEqual({
    'POST /notes without a signature': '403',
    'GET /notes without a signature': '403',
    'GET /notes/x without a signature': '403',
    'PUT /notes/x without a signature': '403',
    'DELETE /notes/x without a signature': '403',
    'GET /else without a signature': '404',
    'a preflight from some page': '204 * POST,GET,PUT,DELETE',
    'a guest gets an identity': 'NotAuthorizedException',
    'a guest gets credentials': 'NotAuthorizedException',
    'an ID token lasts': '3600 s',
    'a token that was signed out gets an identity': '400',
    'a new address counts before it is confirmed': 'admin@example.com',
    'two users sign in': 'ok',
    'POST /notes': '200',
    'GET /notes': '200',
    'GET /notes/{id}': '200',
    'PUT /notes/{id}': '200',
    'GET /notes/{id} of another owner': '404',
    'DELETE /notes/{id}': '204',
    'GET /else': '404',
    'PATCH /notes': '404',
    'a user keeps a file': '200',
    'a user reads a file': '200',
    'a user reads another’s file': '403',
    'a user writes another’s file': '403',
    'a user writes to a prefix that begins like their own': '403',
    'a user deletes another’s file': '403',
    'a user lists files': '200',
    'a user lists everything': '403',
    'a user lists another’s files': '403',
    'a user lists a prefix that begins like their own': '403',
    'nobody reads a file': '403',
    'a preflight from some page for a file': '200',
    'a user removes a file': '204',
    'get takes its data role with the tag owner': 'ok',
    'get’s session with the tag owner, GetItem of its owner’s': 'ok',
    'list takes its data role with the tag owner': 'ok',
    'list’s session with the tag owner, Query of its owner’s': 'ok',
    'the sweep lists who has files': '200',
    'the sweep lists files by itself': '403',
    'the sweep deletes a file by itself': '403',
    'the sweep takes its data role': 'ok',
    'the sweep’s session reads file names in its owner’s notes': 'ok',
    'the sweep’s session lists its owner’s files': '200',
    'the sweep’s session lists another’s files': '403',
    'the sweep’s session reads its owner’s file': '403',
    'the sweep’s session overwrites its owner’s file': '403',
    'the sweep’s session reads the tags of its owner’s file': '200',
    'the sweep’s session deletes its owner’s file': '204',
    'the sweep’s session reads another’s file': '403',
    'the sweep’s session overwrites another’s file': '403',
    'the sweep’s session reads the tags of another’s file': '403',
    'the sweep’s session deletes another’s file': '403',
  });
});

test('the table has each breakage, and no other', () => {
  expect(Object.keys(shownBy).toSorted()).toEqual(breakages.map(({ name }) => name).toSorted());
});

describe('a breakage of the template', () => {
  const shown = breakages.map((breakage) => ({ ...breakage, shown: shownBy[breakage.name] }));

  test.each(shown.filter((each) => each.shown && 'request' in each.shown))('shows: $name', async (breakage) => {
    const seen = await observations(planted(breakage));
    if (breakage.shown === undefined || !('request' in breakage.shown)) throw new Error('It has no request.');
    const { request, comesTo } = breakage.shown;
    expect(sound.get(request)).not.toBe(comesTo);
    expect(seen.get(request)).toBe(comesTo);
  });

  test.each(shown.filter((each) => each.shown && 'refusesToStart' in each.shown))(
    'is refused: $name',
    async (breakage) => {
      const starting = observations(planted(breakage));
      await expect(starting).rejects.toMatchObject({ name: 'NotDeployable' });
      if (breakage.shown === undefined || !('refusesToStart' in breakage.shown)) throw new Error('The stack starts.');
      await expect(starting).rejects.toThrow(breakage.shown.refusesToStart);
    },
  );

  test.each(shown.filter((each) => each.shown && 'nothingBecause' in each.shown && isHere(each.name)))(
    'changes nothing here, for a reason: $name',
    async (breakage) => {
      expect(await observations(planted(breakage))).toEqual(sound);
    },
  );
});

const isHere = (name: string): boolean => !onlyDeployed.has(name);
