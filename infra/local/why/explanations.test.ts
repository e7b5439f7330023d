import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RefusedRequest } from '../http-api/refusal.ts';
import type { ExplainedRefusal } from './explanation.ts';
import { createExplanations, type ExplanationsOptions } from './kept-explanations.ts';

const deployment = { apiId: 'api', region: 'us-east-1', api: { routes: [] }, functions: new Map() };
const refused = { requestId: 'id', method: 'POST', path: '/notes', status: 413, route: {} } as RefusedRequest;
const line = JSON.stringify({ requestId: 'id', problem: 'BodyTooLarge' });

/**
 * Explains a request from its function's log line, before or after the stack has stopped. Returns how many explanations
 * were reported, and the files in the data folder.
 */
const explained = async (when: 'before' | 'after'): Promise<readonly [told: number, files: readonly string[]]> => {
  const data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  try {
    const told: ExplainedRefusal[] = [];
    const parts = { deployment, authorizer: {}, credentials: {}, owner: 'identity' } as unknown as ExplanationsOptions;
    const why = createExplanations({ ...parts, data, tell: (refusal) => told.push(refusal) });
    why.explained?.onRefusal(refused);
    if (when === 'after') await why[Symbol.asyncDispose]();
    why.onFunctionLine(line);
    await turn();
    if (when === 'before') await why[Symbol.asyncDispose]();
    // Queued, so it resolves after everything is written.
    await why.forget('nobody');
    return [told.length, await readdir(data)];
  } finally {
    await rm(data, { recursive: true });
  }
};

test('an explanation is stored before the stack stops, and nothing is written after that', async () => {
  expect(await explained('before')).toEqual([1, ['refusals.jsonl']]);
  expect(await explained('after')).toEqual([0, []]);
});
