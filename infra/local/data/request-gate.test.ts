import { createServer, request } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { closeServer, listen } from '../listen.ts';
import { createRequestGate } from './request-gate.ts';
import { runWhileShut, Unsettled } from './run-while-shut.ts';

afterEach(() => void vi.restoreAllMocks());

/** Starts a server behind a gate, whose slow answers wait for `go`. */
const behindADoor = async () => {
  const entrance = createRequestGate();
  const begun: string[] = [];
  const { promise: letGo, resolve: go } = Promise.withResolvers<void>();
  const server = createServer(
    entrance.behind(async ({ url = '' }, response) => {
      begun.push(url);
      if (url === '/slow') await letGo;
      response.end(url);
    }),
  );
  let arrived = 0;
  server.on('request', () => arrived++);
  const url = await listen(server, 'a test', 0);
  return { entrance, begun, arrived: () => arrived, go, url, [Symbol.asyncDispose]: () => closeServer(server) };
};

test('a shut gate holds new requests until it opens, and lets those inside finish', async () => {
  await using at = await behindADoor();
  const slow = fetch(`${at.url}/slow`);
  await expect.poll(() => at.begun).toEqual(['/slow']);
  at.entrance.shut();
  const later = fetch(`${at.url}/later`);
  expect(await at.entrance.isEmpty(50)).toBe(false);
  expect(at.begun).toEqual(['/slow']);
  at.go();
  expect(await (await slow).text()).toBe('/slow');
  expect(await at.entrance.isEmpty(60_000)).toBe(true);
  expect(at.begun).toEqual(['/slow']);
  at.entrance.open();
  expect(await (await later).text()).toBe('/later');
});

test('a request counts as inside until it is done, even if its client has disconnected', async () => {
  await using at = await behindADoor();
  const gone = request(`${at.url}/slow`).end();
  gone.on('error', () => {});
  await expect.poll(() => at.begun).toEqual(['/slow']);
  gone.destroy();
  at.entrance.shut();
  expect(await at.entrance.isEmpty(100)).toBe(false);
  at.go();
  expect(await at.entrance.isEmpty(60_000)).toBe(true);
});

test('a request whose client disconnects at the shut gate is never served', async () => {
  await using at = await behindADoor();
  at.entrance.shut();
  const gone = request(`${at.url}/gone`).end();
  gone.on('error', () => {});
  await new Promise((resolve) => gone.once('socket', (socket) => socket.once('connect', resolve)));
  await fetch(`${at.url}/also`, { signal: AbortSignal.timeout(100) }).catch(() => {});
  gone.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  at.entrance.open();
  expect(await (await fetch(`${at.url}/next`)).text()).toBe('/next');
  expect(at.begun).toEqual(['/next']);
});

test('exclusive work runs once nobody is inside, and not while somebody stays', async () => {
  const doors = { outer: createRequestGate(), inner: createRequestGate() };
  const { promise: stays, resolve: leave } = Promise.withResolvers<void>();
  void doors.inner.enter(() => stays);
  const done: string[] = [];
  const work = async () => void done.push('work');
  expect((await runWhileShut(doors, work, 20))._unsafeUnwrapErr()).toEqual({ kind: 'Busy', seconds: 0.02 });
  expect(done).toEqual([]);
  // Both gates are open again.
  await doors.outer.enter(async () => {});
  await doors.inner.enter(async () => {});
  leave();
  expect((await runWhileShut(doors, work, 60_000)).isOk()).toBe(true);
  expect(done).toEqual(['work']);
});

test('a request inside the outer gate passes the inner one before that is shut', async () => {
  const doors = { outer: createRequestGate(), inner: createRequestGate() };
  const order: string[] = [];
  const { promise: asks, resolve: ask } = Promise.withResolvers<void>();
  const request = doors.outer.enter(async () => {
    await asks;
    await doors.inner.enter(async () => void order.push('read'));
  });
  const quiet = runWhileShut(doors, async () => void order.push('quiet'), 60_000);
  ask();
  await Promise.all([request, quiet]);
  expect(order).toEqual(['read', 'quiet']);
});

test('the gates open after work that failed', async () => {
  const doors = { outer: createRequestGate(), inner: createRequestGate() };
  await expect(runWhileShut(doors, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await doors.outer.enter(async () => {});
  await doors.inner.enter(async () => {});
});

test('after work that is unsettled, the gates stay shut for good, and later work is refused', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const doors = { outer: createRequestGate(), inner: createRequestGate() };
  const unsettled = { kind: 'Unsettled' };
  const failed = await runWhileShut(doors, () => Promise.reject(new Unsettled('half')));
  expect(failed._unsafeUnwrapErr()).toEqual(unsettled);
  const done: string[] = [];
  const later = await Promise.all(['a', 'b'].map((name) => runWhileShut(doors, async () => void done.push(name))));
  expect(later.map((each) => each._unsafeUnwrapErr())).toEqual([unsettled, unsettled]);
  const entered = [doors.outer, doors.inner].map((each) => each.enter(async () => void done.push('in')));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(done).toEqual([]);
  for (const each of [doors.outer, doors.inner]) each.turnAway();
  expect((await Promise.allSettled(entered)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('requests that wait at a shut gate, and those that come later, are turned away', async () => {
  const at = await behindADoor();
  at.entrance.shut();
  const waiting = ['/a', '/b'].map((path) =>
    fetch(at.url + path).then(
      () => 'answered',
      () => 'turned away',
    ),
  );
  await expect.poll(() => at.arrived()).toBe(2);
  at.entrance.turnAway();
  const later = fetch(`${at.url}/c`).then(
    () => 'answered',
    () => 'turned away',
  );
  expect(await Promise.all([...waiting, later])).toEqual(Array(3).fill('turned away'));
  // Nothing is left that would keep the server.
  await at[Symbol.asyncDispose]();
  expect(at.begun).toEqual([]);
});

test('nobody is turned away from a gate that is open', async () => {
  await using at = await behindADoor();
  const slow = fetch(`${at.url}/slow`);
  await expect.poll(() => at.begun).toEqual(['/slow']);
  at.entrance.turnAway();
  at.go();
  expect(await (await slow).text()).toBe('/slow');
  expect(await (await fetch(`${at.url}/next`)).text()).toBe('/next');
});
