import fc from 'fast-check';
import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { type Entries, sendAll, type Writes } from '../../../web/page/notes/outbox/send.ts';
import { byDevice, isAtRest, type Played, play, splitWords } from './play.ts';
import { someScript } from './script.ts';

/** Checks the promises about a browser's writes, whatever the network, its tabs and other devices do. */
const judge = async (played: Played): Promise<void> => {
  const { server, device, ids, mine, seen, wantedStill } = played;
  expect(isAtRest(played)).toBe(true);
  for (const id of ids) {
    const entry = device.entry(id);
    // The server has no reason to refuse anything that is sent here.
    expect(entry?.problem?.kind).not.toBe('Refused');
    const writes = byDevice(played, id);
    // No write happens twice.
    const made = writes.map(({ after }) => after).filter((after) => after !== undefined);
    expect(made).toEqual([...new Set(made)]);
    expect(writes.filter(({ before }) => before === undefined).length).toBeLessThanOrEqual(1);
    // No write is lost: each word is on the server, was there until somebody else removed it, or is shown.
    const history = server.applied.filter((each) => each.id === id);
    const shown = entry?.isGone ? [] : splitWords(entry?.wanted.texts.content);
    for (const word of mine.get(id) ?? [])
      if (!history.some(({ after }) => splitWords(after).includes(word)) && wantedStill.has(id))
        expect(shown).toContain(word);
    if (entry !== undefined && entry.problem === undefined && !entry.isGone)
      expect(history.map(({ after }) => after)).toContain(entry.wanted.texts.content);
    // Nothing is overwritten that others wrote and the user has not seen.
    const own = new Set([...(seen.get(id) ?? []), ...writes.flatMap(({ after }) => splitWords(after))]);
    for (const { before, after } of writes)
      for (const word of splitWords(before)) if (!splitWords(after).includes(word)) expect([...own]).toContain(word);
    // A note that the user did not delete exists, unless others deleted it.
    if (wantedStill.has(id) && writes.some(({ after }) => after === undefined))
      expect(entry?.problem?.kind).toBe('Gone');
  }
};

const holds = (send: typeof sendAll | undefined, parameters: fc.Parameters<unknown>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(someScript, async (script) => judge(await play(script, send))),
    parameters,
  );

/** Senders with a fault each, which is planted in the client or the entries that they are given. */
const planted: Readonly<Record<string, (client: Writes, entries: Entries) => { client?: Writes; entries?: Entries }>> =
  {
    'overwrites whatever is there': (client) => ({
      client: { ...client, update: (id, draft) => client.update(id, draft) },
    }),
    'deletes whatever is there': (client) => ({ client: { ...client, delete: (id) => client.delete(id) } }),
    'creates with a new idempotency key each time': (client) => ({
      client: { ...client, create: (draft) => client.create(draft) },
    }),
    'treats an update without an answer as done': (client) => ({
      client: {
        ...client,
        update: (id, draft, options) =>
          client
            .update(id, draft, options)
            .orElse((failure) =>
              failure.kind === 'Unreachable'
                ? okAsync({ ...draft, noteId: id, userId: '', createdAt: 1, etag: '"x"' })
                : errAsync(failure),
            ),
      },
    }),
    'treats an update of a deleted note as done': (client) => ({
      client: {
        ...client,
        update: (id, draft, options) =>
          client
            .update(id, draft, options)
            .orElse((failure) =>
              failure.kind === 'ApiProblem' && failure.status === 404
                ? okAsync({ ...draft, noteId: id, userId: '', createdAt: 1, etag: '"x"' })
                : errAsync(failure),
            ),
      },
    }),
    'answers a conflict by writing unconditionally': (client) => ({
      client: {
        ...client,
        update: (id, draft, options) =>
          client
            .update(id, draft, options)
            .orElse((failure) =>
              failure.kind === 'ApiProblem' && failure.status === 412 ? client.update(id, draft) : errAsync(failure),
            ),
      },
    }),
    'does not store what it is about to send': (_, entries) => ({
      entries: {
        ...entries,
        change: (id, change) =>
          entries.change(id, (entry) => {
            const next = change(entry);
            if (next?.sent === undefined || entry?.sent !== undefined) return next;
            const { sent: __, ...rest } = next;
            return rest;
          }),
      },
    }),
    'gives up a create that the server knows nothing of': (_, entries) => ({
      entries: {
        ...entries,
        change: (id, change) =>
          entries.change(id, (entry) => {
            const next = change(entry);
            if (next?.problem?.kind !== 'NotFound') return next;
            const { problem: __, ...rest } = next;
            return { ...rest, isGone: true };
          }),
      },
    }),
    'drops later edits when a send completes': (_, entries) => ({
      entries: {
        ...entries,
        change: (id, change) =>
          entries.change(id, (entry) => {
            const next = change(entry);
            return entry?.sent !== undefined && next?.sent === undefined && next?.problem === undefined
              ? undefined
              : next;
          }),
      },
    }),
  };

describe('the outbox', () => {
  test('carries out each write once or shows it, loses none, and overwrites nothing that its user has not seen', () =>
    holds(undefined, { numRuns: 300 }));

  test.each(Object.entries(planted))('is caught if it %s', async (_, plant) => {
    const faulty: typeof sendAll = (entries, client, ...rest) => {
      const made = plant(client, entries);
      return sendAll(made.entries ?? entries, made.client ?? client, ...rest);
    };
    await expect(holds(faulty, { numRuns: 1_000, endOnFailure: true })).rejects.toThrow('Property failed');
  });
});
