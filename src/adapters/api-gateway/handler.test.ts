import { once } from 'node:events';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createEvent, identityPoolId, userPoolId } from '../../../test/kit/event.ts';
import type { LogLine } from '../system/log.ts';
import type { Caller } from './caller.ts';
import type { Endpoint } from './endpoints.ts';
import { createNotesHandler } from './handler.ts';
import type { Problem } from './problems.ts';
import { noContentResponse } from './responses.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const event = createEvent({ routeKey: 'GET /notes', identityId });
const ofNobody = createEvent({ routeKey: 'GET /notes', identityId: 'nobody' });
const requestId = event.requestContext.requestId;
const { requestContext: _, ...withoutContext } = event;

/**
 * Returns the response of a handler around the endpoint, and its log. The clock advances by 30 ms each time it is read.
 */
const ask = async (endpoint: Endpoint<AbortSignal>, asked: object = event, remaining = 10_000) => {
  const log: LogLine[] = [];
  let now = 1_795_410_000_000;
  const parts = {
    identity: { identityPoolId, userPoolId, owner: 'identity' as const },
    log: (line: LogLine) => void log.push(line),
    clock: { now: () => (now += 30) },
    dependencies: (_: Caller, signal: AbortSignal) => signal,
  };
  const context = { getRemainingTimeInMillis: () => remaining };
  const response = await createNotesHandler(parts, endpoint)(asked as typeof event, context);
  return { response, body: JSON.parse(response.body ?? 'null'), log };
};
const done: Endpoint<unknown> = () => okAsync(noContentResponse);
const fails = (problem: Problem) => ask(() => errAsync(problem));
const throws = (cause: unknown) =>
  ask(() => {
    throw cause;
  });
/** Returns what a failed request logs about its cause. */
const logCauseOf = async (cause: unknown) => (await throws(cause)).log[0]?.cause;

describe('a request', () => {
  test('is one line in the log, with its duration', async () => {
    const { response, log } = await ask(done);
    expect(response).toBe(noContentResponse);
    const owner = expect.stringMatching(/^[\w-]{16}$/);
    expect(log).toEqual([{ level: 'info', requestId, route: 'GET /notes', owner, status: 204, milliseconds: 30 }]);
  });

  test('that ends in a problem logs the problem’s kind, but not its reason, which may quote the request', async () => {
    const { log } = await fails({ kind: 'InvalidNote', reason: 'canary' });
    expect(log).toMatchObject([{ level: 'info', status: 422, problem: 'InvalidNote' }]);
    expect(log[0]).not.toHaveProperty('reason');
  });

  test('that the store cannot serve is logged as an error', async () => {
    expect((await fails({ kind: 'StoreUnavailable' })).log).toMatchObject([{ level: 'error', status: 503 }]);
  });

  test('with less than half a second left is answered, with its signal already aborted', async () => {
    const whenOver: Endpoint<AbortSignal> = (signal) =>
      ResultAsync.fromSafePromise(once(signal, 'abort')).map(() => noContentResponse);
    expect((await ask(whenOver, event, 400)).response.statusCode).toBe(204);
  });

  test.each([
    ['from a caller without notes here', ofNobody, 403, 'IdentityRefused', /identity id is missing or malformed/],
    ['in the other payload format', { ...event, version: '1.0' }, 500, 'WrongPayloadVersion', /PayloadFormatVersion/],
  ])('%s never reaches the endpoint, and the log says why', async (_, asked, status, problem, why) => {
    const { response, log } = await ask(() => expect.unreachable(), asked);
    expect(response.statusCode).toBe(status);
    expect(log).toMatchObject([{ status, problem, reason: expect.stringMatching(why) }]);
  });

  test.each([
    ['without a context', withoutContext, 401],
    ['that is an empty event', {}, 500],
  ])('%s is answered with the request id "unknown"', async (_, asked, status) => {
    const { response, body, log } = await ask(done, asked);
    expect(response.statusCode).toBe(status);
    expect(body.requestId).toBe('unknown');
    expect(log).toMatchObject([{ requestId: 'unknown', status }]);
  });
});

describe('an unexpected failure', () => {
  test('is a 500, and is logged on a line of its own before that of the request', async () => {
    const { response, body, log } = await throws(new TypeError('the-cause'));
    expect(response.statusCode).toBe(500);
    expect(body).toMatchObject({ type: 'urn:problem-type:owned-notes:unexpected', requestId });
    expect(log).toMatchObject([
      { level: 'error', requestId, message: 'Unexpected failure', cause: { name: 'TypeError', message: 'the-cause' } },
      { level: 'error', requestId, status: 500, problem: 'Unexpected' },
    ]);
  });

  test('has its stack in the log', async () => {
    const { stack } = (await logCauseOf(new Error('the-cause'))) as { stack: string[] };
    expect(stack[0]).toMatch(/^ +at .*handler\.test\.ts:\d+:\d+/);
    expect(stack.length).toBeGreaterThan(1);
  });

  test.each([
    ['on one line', 'canary at home'],
    ['that looks like a line of the stack', '\n    at canary'],
  ])('in a parser does not repeat the text that was parsed: text %s', async (_, text) => {
    const { log } = await ask(() => JSON.parse(text));
    const stack = expect.arrayContaining([expect.stringContaining('at JSON.parse')]);
    expect(log[0]).toMatchObject({ cause: { name: 'SyntaxError', stack } });
    expect(JSON.stringify(log)).not.toContain('canary');
  });

  test.each([
    ['text', 'canary', 'string'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'object'],
    ['what only looks like an error', { name: 'canary', message: 'canary', stack: 'canary' }, 'object'],
  ])('that throws %s is logged by its type alone', async (_, cause, name) => {
    expect(await logCauseOf(cause)).toEqual({ name });
  });

  test('without a stack is still answered', async () => {
    const cause = Object.assign(new Error('the-cause'), { stack: undefined });
    expect(await logCauseOf(cause)).toEqual({ name: 'Error', message: 'the-cause' });
  });
});
