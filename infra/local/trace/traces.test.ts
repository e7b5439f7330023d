import { expect, test } from 'vitest';
import type { ExplainedRefusal } from '../why/explanation.ts';
import { createRecording } from './recording.ts';
import type { Permission } from './trace.ts';
import { createTraces } from './traces.ts';

const recordingOf = (rawHeaders: readonly string[] = []) =>
  createRecording({ method: 'GET', url: '/notes', rawHeaders });
const calledBy = (id: string) => recordingOf(['X-Amzn-Trace-Id', id]);
const call = {
  kind: 'Files',
  operation: 'GetObject',
  path: 'GET /a',
  requestId: '',
  status: 200,
  accessKeyId: '',
  permissions: [],
} as const;
const permissionOf = (allowed: boolean): Permission => ({
  ...{ allowed, sentence: '', principal: '', action: 's3:DeleteObject', resource: '', context: [], statements: [] },
});
const refusalOf = (requestId: string) => ({ requestId, cause: 'It is too late.' }) as ExplainedRefusal;
const nobody = async () => undefined;

test('attaches a call that is answered after its request to that request’s trace', () => {
  const all = createTraces(nobody);
  const [late, other] = [recordingOf(), recordingOf()];
  for (const each of [late, other]) all.begin(each);
  all.end(late, { kind: 'api', status: 500, requestId: 'late' });
  all.attach(calledBy(late.id), call);
  expect(all.get(late.id)?.steps).toMatchObject([{ kind: 'Files', at: all.get(late.id)?.milliseconds }]);
  all.end(other, { kind: 'api', status: 200, requestId: 'other' });
  expect(all.get(other.id)?.steps).toEqual([]);
});

test('attaches a call of no request, or of an unknown one, to no trace', () => {
  const all = createTraces(nobody);
  const open = recordingOf();
  all.begin(open);
  for (const each of [recordingOf(), calledBy('t0'), calledBy('')]) all.attach(each, call);
  all.end(open, { kind: 'api', status: 200, requestId: 'open' });
  expect(all.get(open.id)?.steps).toEqual([]);
});

test('attaches an explanation to its request, whether it arrives before the request has ended or after', () => {
  const all = createTraces(nobody);
  const [before, after] = [recordingOf(), recordingOf()];
  all.explain(refusalOf('before'));
  all.end(after, { kind: 'api', status: 404, requestId: 'after' });
  all.end(before, { kind: 'api', status: 403, requestId: 'before' });
  expect([all.get(before.id)?.refusal?.requestId, all.get(after.id)?.refusal]).toEqual(['before', undefined]);
  all.explain(refusalOf('after'));
  expect(all.get(after.id)?.refusal?.requestId).toBe('after');
});

test('keeps nothing of a request whose client disconnected', () => {
  const all = createTraces(nobody);
  const gone = recordingOf();
  all.begin(gone);
  all.drop(gone);
  all.attach(calledBy(gone.id), call);
  expect(all.get(gone.id)).toBeUndefined();
});

test('adds the user’s address to the trace once it has been looked up', async () => {
  const all = createTraces(async (sub) => `${sub}@example.com`);
  const recording = recordingOf();
  all.end(recording, { kind: 'api', status: 200, requestId: 'id', who: { sub: 'ann', identityId: 'i' } });
  await expect
    .poll(() => all.get(recording.id)?.who)
    .toEqual({ sub: 'ann', identityId: 'i', email: 'ann@example.com' });
});

test.each([
  ['served with every call allowed', 200, [true, true], undefined],
  ['served with a call denied', 200, [true, false], true],
  ['served with the first call denied', 200, [false, true], true],
  ['refused with a call denied', 403, [true, false], undefined],
] as const)('says of a request that was %s whether it was denied in part', (_, status, decisions, isDeniedInPart) => {
  const all = createTraces(nobody);
  const [inTime, late] = [recordingOf(), recordingOf()];
  for (const each of [inTime, late]) all.begin(each);
  const attach = (to: { readonly id: string }) =>
    all.attach(calledBy(to.id), { ...call, permissions: decisions.map(permissionOf) });
  attach(inTime);
  for (const each of [inTime, late]) all.end(each, { kind: 'api', status });
  attach(late);
  for (const { id } of [inTime, late]) expect(all.get(id)?.isDeniedInPart).toBe(isDeniedInPart);
});
