import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExplainedRefusal } from './explanation.ts';
import { openJournal } from './journal.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  file = join(folder, 'refusals.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const refusal = (requestId: string, more: Partial<ExplainedRefusal> = {}): ExplainedRefusal => ({
  ...{ time: '2026-11-28T08:00:00.000Z', requestId, request: 'GET /notes', status: 403 },
  ...{ kind: 'Policy.ImplicitDeny', cause: 'No policy.', advice: 'Write one.', sections: [] },
  ...more,
});
const idsIn = async () => {
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line).requestId);
};
const readMode = async () => ((await stat(file)).mode & 0o777).toString(8);

test('writes a refusal as a line of JSON that only its owner may read', async () => {
  await openJournal(file).keep(refusal('a'));
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(refusal('a'));
  expect(await readMode()).toBe('600');
});

test('closes a file that others could read to them, and appends to it', async () => {
  await writeFile(file, `${JSON.stringify(refusal('a'))}\n`);
  await chmod(file, 0o666);
  await openJournal(file).keep(refusal('b'));
  expect(await idsIn()).toEqual(['a', 'b']);
  expect(await readMode()).toBe('600');
});

test('writes nothing through a symbolic link', async () => {
  const elsewhere = join(folder, 'elsewhere');
  await writeFile(elsewhere, '');
  await symlink(elsewhere, file);
  await expect(openJournal(file).keep(refusal('a'))).rejects.toThrow('ELOOP');
  expect(await readFile(elsewhere, 'utf8')).toBe('');
});

test('keeps the last few hundred refusals in order, even across restarts', async () => {
  const ids = Array.from({ length: 700 }, (_, index) => String(index));
  const first = openJournal(file);
  await Promise.all(ids.slice(0, 350).map((id) => first.keep(refusal(id))));
  const second = openJournal(file);
  await Promise.all(ids.slice(350).map((id) => second.keep(refusal(id))));
  const kept = await idsIn();
  expect(kept.length).toBeGreaterThanOrEqual(300);
  expect(kept.length).toBeLessThan(600);
  expect(kept).toEqual(ids.slice(-kept.length));
  expect(await readMode()).toBe('600');
});

test('truncates long texts', async () => {
  const long = 'x'.repeat(5000);
  await openJournal(file).keep(refusal('a', { cause: long, sections: [{ title: 'S', lines: [long] }] }));
  expect((await readFile(file, 'utf8')).length).toBeLessThan(2500);
});

test('drops the refusals of an erased user, in turn with other writes, and no others', async () => {
  const kept = openJournal(file);
  await kept.forget('us-east-1:ann');
  const keeping = ['us-east-1:ann', 'us-east-1:bob'].map((identityId) =>
    kept.keep(refusal(identityId, { identityId })),
  );
  await kept.forget('us-east-1:ann');
  await Promise.all(keeping);
  expect(await idsIn()).toEqual(['us-east-1:bob']);
  expect(await readMode()).toBe('600');
  await kept.keep(refusal('c'));
  expect(await idsIn()).toEqual(['us-east-1:bob', 'c']);
});

const encodings: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  (text) => text.replaceAll(':', '%3a').replaceAll('/', '%2F'),
  (text) => text.replaceAll('%', '%25'),
  (text) => Array.from(text, (each) => `%${each.charCodeAt(0).toString(16)}`).join(''),
  (text) => text.toUpperCase(),
];

test('drops the refusals of an erased user however the id is written in them, and no others', async () => {
  const ann = 'us-east-1:0b9e3c52-7c1f-4a5e-8d2b-3f6a1c9d7e40';
  const bob = 'us-east-1:1b9e3c52-7c1f-4a5e-8d2b-3f6a1c9d7e40';
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...encodings), { maxLength: 2 }), fc.string(), async (steps, more) => {
      await rm(file, { force: true });
      const kept = openJournal(file);
      const request = (id: string) =>
        `GET /files/private/${steps.reduce((text, encode) => encode(text), id)}/100%25.txt?${more}`;
      await kept.keep(refusal('ann', { request: request(ann) }));
      await kept.keep(refusal('bob', { request: request(bob) }));
      await kept.forget(ann);
      expect(await idsIn()).toEqual(['bob']);
      await kept.forget(bob);
      expect(await idsIn()).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
