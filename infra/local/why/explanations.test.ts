import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RefusedRequest } from '../http-api/refusal.ts';
import type { ExplainedRefusal } from './explanation.ts';
import { createExplanations, type ExplanationsOptions } from './kept-explanations.ts';

const deployment = { apiId: 'api', region: 'us-east-1', api: { routes: [] }, functions: new Map() };
const refused = { requestId: 'id', method: 'POST', path: '/notes', status: 413, route: {} } as RefusedRequest;
const line = JSON.stringify({ requestId: 'id', problem: 'BodyTooLarge' });

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterEach(() => rm(data, { recursive: true }));

const createIn = (tell: (refusal: ExplainedRefusal) => void) => {
  const parts = { deployment, authorizer: {}, credentials: {}, owner: 'identity' } as unknown as ExplanationsOptions;
  return createExplanations({ ...parts, data, outputsFile: { path: 'outputs.json', isFound: true }, tell });
};

/**
 * Explains a request from its function's log line, before or after the stack has stopped. Returns how many explanations
 * were reported, and the files in the data folder.
 */
const explained = async (when: 'before' | 'after'): Promise<readonly [told: number, files: readonly string[]]> => {
  const told: ExplainedRefusal[] = [];
  const why = createIn((refusal) => told.push(refusal));
  why.explained?.onRefusal(refused);
  if (when === 'after') await why[Symbol.asyncDispose]();
  why.onFunctionLine(line);
  await turn();
  if (when === 'before') await why[Symbol.asyncDispose]();
  // Queued, so it resolves after everything is written.
  await why.forget('nobody');
  return [told.length, await readdir(data)];
};

test('an explanation is stored before the stack stops', async () => {
  expect(await explained('before')).toEqual([1, ['refusals.jsonl']]);
});

test('nothing is written after the stack has stopped', async () => {
  expect(await explained('after')).toEqual([0, []]);
});

test('whoever hears of an explanation finds it in the file', async () => {
  const found = await new Promise<readonly string[]>((resolve) => {
    const why = createIn(() => resolve(readdirSync(data).map((name) => readFileSync(join(data, name), 'utf8'))));
    why.explained?.onRefusal(refused);
    why.onFunctionLine(line);
  });
  expect(found).toEqual([expect.stringContaining('"requestId":"id"')]);
});

test('an explanation that cannot be stored is reported all the same, and the error is logged', async () => {
  await mkdir(join(data, 'refusals.jsonl'));
  using log = vi.spyOn(console, 'error').mockReturnValue();
  const told = await new Promise<ExplainedRefusal>((resolve) => {
    const why = createIn(resolve);
    why.explained?.onRefusal(refused);
    why.onFunctionLine(line);
  });
  expect(told.requestId).toBe('id');
  expect(log.mock.lastCall?.[0]).toContain('A refusal could not be kept: ');
});
