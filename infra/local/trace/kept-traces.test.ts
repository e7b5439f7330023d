import { expect, test } from 'vitest';
import { createKeptTraces } from './kept-traces.ts';
import type { Row, Trace } from './trace.ts';

const traceOf = (id: string, more: Partial<Trace> = {}): Trace => ({
  ...{ id, kind: 'api', time: '2026-11-28T08:00:00.000Z', method: 'GET', path: '/notes', isRefused: false, steps: [] },
  ...{ requestId: `request-${id}`, ...more },
});

test('keeps the last traces, and finds them by their id and by that of their request', () => {
  const kept = createKeptTraces(2);
  for (const id of ['t1', 't2', 't3']) kept.keep(traceOf(id));
  expect(['t1', 't2', 't3'].map((id) => kept.get(id)?.id)).toEqual([undefined, 't2', 't3']);
  expect(['t1', 't2', 't3'].map((id) => kept.ofRequest(`request-${id}`)?.id)).toEqual([undefined, 't2', 't3']);
});

test('replaces a trace with the same id, and evicts no other', () => {
  const kept = createKeptTraces(2);
  for (const id of ['t1', 't2']) kept.keep(traceOf(id));
  kept.keep(traceOf('t1', { status: 404 }));
  expect([kept.get('t1')?.status, kept.get('t2')?.id]).toEqual([404, 't2']);
});

test('sends a follower rows without steps, and a row again when its trace changes', async () => {
  const kept = createKeptTraces(2);
  const refusal = { requestId: 'request-t1', cause: 'The clock is wrong.' } as Trace['refusal'] & object;
  const stop = new AbortController();
  kept.keep(traceOf('t1'));
  const rows: Row[] = [];
  for await (const row of kept.follow(stop.signal)) {
    rows.push(row);
    if (rows.length === 1) kept.keep(traceOf('t1', { refusal }));
    else stop.abort();
  }
  expect(rows.map(({ id, cause }) => [id, cause])).toEqual([
    ['t1', undefined],
    ['t1', 'The clock is wrong.'],
  ]);
  for (const row of rows) expect(Object.keys(row)).not.toContain('steps');
});

test('sends a slow follower only what is still kept', async () => {
  const kept = createKeptTraces(2);
  const stop = new AbortController();
  kept.keep(traceOf('t1'));
  const ids: string[] = [];
  for await (const { id } of kept.follow(stop.signal)) {
    ids.push(id);
    if (id === 't1') for (const later of ['t2', 't3', 't4', 't5']) kept.keep(traceOf(later));
    if (id === 't5') stop.abort();
  }
  expect(ids).toEqual(['t1', 't4', 't5']);
});
