import { ok, ResultAsync } from 'neverthrow';
import { afterEach, describe, expect, test } from 'vitest';
import { config, createFakeFetch, createTokens, note } from '../../test/kit/fake-pools.ts';
import { createSession } from './credentials-session.ts';
import { createFilesClient } from './files.ts';
import { createNotesClient, listAllNotes } from './notes.ts';
import { createUserPool } from './user-pool.ts';

const restore: (() => void)[] = [];
afterEach(() => {
  for (const each of restore.splice(0)) each();
});

/** Removes a member, as on a platform that never had it. */
const without = (owner: object, name: string): void => {
  const had = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value: undefined, configurable: true, writable: true });
  restore.push(() => {
    if (had === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, had);
  });
};

const client = () => {
  const { fetch } = createFakeFetch((asked) =>
    asked.operation === 'GET' && /\/notes(\?|$)/.test(asked.url) ? Response.json([note]) : undefined,
  );
  return {
    pool: createUserPool(config, { fetch }),
    notes: createNotesClient(config, createSession(config, createTokens(0), { fetch }), { fetch }),
    files: createFilesClient(config, createSession(config, createTokens(0), { fetch }), { fetch }),
  };
};
const file = new File(['a'], 'a\ud800.png');
const large = new Blob([new Uint8Array(6_000_000)]);
const everything = async (): Promise<string[]> => {
  const { pool, notes, files } = client();
  const calls: ResultAsync<unknown, { readonly kind: string; readonly reason?: string }>[] = [
    pool.signIn('a@b.c', 'p'),
    notes.list({ limit: 1, after: 'm' }),
    notes.create({ content: 'a' }),
    notes.delete('n'),
    files.attach(file),
    files.attach(large),
    files.download('a').andThen(
      ({ parts }) =>
        new ResultAsync(
          parts()
            .next()
            .then(({ value }) => value ?? ok(new Uint8Array())),
        ),
    ),
    files.attachmentUrl('a'),
    files.list(),
    files.detach('a'),
  ];
  const came = (await Promise.all(calls)).map((result) =>
    result.match(
      () => 'ok',
      ({ kind, reason }) => `${kind}: ${reason}`,
    ),
  );
  for await (const each of listAllNotes(notes)) if (each.isErr()) came.push(each.error.kind);
  return came;
};

describe('a platform without', () => {
  test.each<[string, object, string]>([
    ['AbortSignal.any', AbortSignal, 'any'],
    ['AbortSignal.timeout', AbortSignal, 'timeout'],
    ['Request', globalThis, 'Request'],
    ['URLSearchParams.size', URLSearchParams.prototype, 'size'],
    ['crypto.randomUUID', crypto, 'randomUUID'],
    ['structuredClone', globalThis, 'structuredClone'],
    ['Promise.withResolvers', Promise, 'withResolvers'],
    ['Promise.try', Promise, 'try'],
    ['Array.prototype.toSorted', Array.prototype, 'toSorted'],
    ['Array.prototype.findLast', Array.prototype, 'findLast'],
    ['String.prototype.isWellFormed', String.prototype, 'isWellFormed'],
    ['Response.json', Response, 'bytes'],
  ])('%s is supported', async (_, owner, name) => {
    without(owner, name);
    expect(new Set(await everything())).toEqual(new Set(['ok']));
  });

  test.each<[string, object, string]>([
    ['crypto.subtle', crypto, 'subtle'],
    ['crypto', globalThis, 'crypto'],
    ['TextEncoder', globalThis, 'TextEncoder'],
    ['fetch', globalThis, 'fetch'],
  ])('%s gets a failure that names it', async (what, owner, name) => {
    without(owner, name);
    const session = {
      credentials: () => createSession(config, createTokens(0), { fetch: createFakeFetch().fetch }).credentials(),
      forget: () => {},
    };
    const fetchless = {
      ...{
        pool: createUserPool(config),
        notes: createNotesClient(config, session),
        files: createFilesClient(config, session),
      },
    };
    const of = name === 'fetch' ? fetchless : client();
    const { pool, notes, files } = of;
    for (const result of [
      await pool.signIn('a@b.c', 'p'),
      await notes.list(),
      await files.list(),
      await files.attach(file),
    ])
      expect(result._unsafeUnwrapErr()).toMatchObject({
        kind: 'NotSent',
        reason: expect.stringContaining(what === 'crypto' ? 'crypto.subtle' : what),
      });
  });
});
