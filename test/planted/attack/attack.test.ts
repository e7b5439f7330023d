import { describe, expect, test } from 'vitest';
import { attack, techniqueNames } from '../../../src/exports/attack.ts';
import { openApi } from '../../../src/openapi/document.ts';
import { type HandlerFault, handlerFaults } from './faults/all.ts';
import { foundBy } from './found-by.ts';
import { plantedStores } from './found-in-stores.ts';
import { createNotesInProcess, type Notes } from './notes-in-process.ts';

const attacked = (notes: Notes = {}, techniques: readonly string[] = techniqueNames) =>
  attack({ ...createNotesInProcess(notes), api: openApi, techniques, sleep: async () => {} });

/** Attacks with a single technique until it finds something. */
const findFirst = (notes: Notes, technique: string) =>
  attack({
    ...{
      ...createNotesInProcess(notes),
      api: openApi,
      techniques: [technique],
      stopsAtFirst: true,
      sleep: async () => {},
    },
  });

describe('the product', () => {
  test.each([false, true])('lets nothing through, with If-Match required: %s', async (requireIfMatch) => {
    const { outcome, findings, unproven, tries } = await attacked({ requireIfMatch });
    expect({ findings, unproven }).toEqual({ findings: [], unproven: [] });
    expect(tries.filter(({ verdict }) => verdict !== 'Held')).toEqual([]);
    expect(outcome).toBe('NothingCameThrough');
    const used = new Set(tries.map(({ technique }) => technique));
    expect(techniqueNames.filter((name) => !used.has(name))).toEqual(['an operation that is not for users']);
  });

  test('leaves nothing behind', async () => {
    const { users, server, ...rest } = createNotesInProcess();
    await attack({ ...{ users, server, ...rest, api: openApi }, sleep: async () => {} });
    for (const { fetch } of users) expect(await (await fetch(`${server}/notes`, { method: 'GET' })).json()).toEqual([]);
  });
});

describe('the technique meant for a fault in the handlers finds it', () => {
  test.each(Object.keys(handlerFaults) as HandlerFault[])('%s', async (name) => {
    const { technique } = foundBy[name];
    const { outcome, findings, unproven } = await findFirst({ fault: handlerFaults[name] }, technique);
    expect({ outcome, unproven }).toEqual({ outcome: 'CameThrough', unproven: [] });
    expect(findings.map((finding) => finding.technique)).toEqual([technique]);
  });
});

describe('a store that takes one owner for another', () => {
  test.each(plantedStores.filter(({ found }) => 'by' in found))('is found: $name', async ({ open, found }) => {
    if (!('by' in found)) throw new Error('Nothing finds this store.');
    const { findings } = await findFirst({ store: open() }, found.by);
    expect(findings.map(({ technique }) => technique)).toEqual([found.by]);
  });

  test.each(plantedStores.filter(({ found }) => 'notBecause' in found))(
    'shows nothing over HTTP, for a stated reason: $name',
    async ({ open }) => {
      expect((await attacked({ store: open() })).findings).toEqual([]);
    },
  );
});

describe('a report', () => {
  test('contains what a person needs to reproduce it, and no credentials', async () => {
    const { findings } = await attacked({ fault: handlerFaults['a list takes its owner from ?userId'] }, [
      'an owner in the query',
    ]);
    expect(findings[0]).toMatchObject({
      ...{ technique: 'an owner in the query', risk: 'API1:2023', operation: 'GET /notes', by: 'Ann', whose: 'Bob' },
      ...{ what: '?userId names the other', came: '200, with what the other wrote', verdict: 'CameThrough' },
      request: { method: 'GET', path: expect.stringMatching(/^\/notes\?userId=us-east-1%3A/), headers: {} },
    });
  });

  test('is inconclusive about an API that does not work for its own users', async () => {
    const { outcome, findings, unproven } = await attack({
      ...{ ...createNotesInProcess(), api: openApi, sleep: async () => {} },
      users: [
        { name: 'Ann', fetch: async () => new Response('', { status: 403 }) },
        { name: 'Bob', fetch: async () => Promise.reject(new Error('nobody there')) },
      ],
    });
    expect({ outcome, findings }).toEqual({ outcome: 'Inconclusive', findings: [] });
    expect(unproven.map(({ operation }) => operation)).toEqual(
      expect.arrayContaining(['POST /notes', 'GET /notes', 'GET /notes/{id}', 'DELETE /notes/{id}']),
    );
  });

  test('is inconclusive about a document without operations, and after it is aborted', async () => {
    expect(await attack({ ...createNotesInProcess(), api: { paths: 7 } })).toMatchObject({
      outcome: 'Inconclusive',
      tries: [],
    });
    const broken = await attack({ ...createNotesInProcess(), api: openApi, signal: AbortSignal.abort() });
    expect(broken.outcome).toBe('Inconclusive');
  });
});
