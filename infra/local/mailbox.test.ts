import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMailbox, type Mail } from './mailbox.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterEach(() => rm(folder, { recursive: true }));

const mail: Mail = { to: 'ann@example.com', purpose: 'sign-up', code: '123456' };
const mode = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

test('shows a mail, and stores it as a line of JSON with its time that only the owner may read', async () => {
  const file = join(folder, 'mail.jsonl');
  const shown: Mail[] = [];
  const send = createMailbox(file, (each) => shown.push(each));
  await send(mail);
  await send({ ...mail, code: '654321' });
  const lines = (await readFile(file, 'utf8')).split('\n');
  expect(lines).toHaveLength(3);
  expect(JSON.parse(lines[0] ?? '')).toEqual({ time: expect.stringMatching(/^\d{4}-.*Z$/), ...mail });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ code: '654321' });
  expect(shown).toEqual([mail, { ...mail, code: '654321' }]);
  expect(await mode(file)).toBe('600');
});

test('closes a file that others could read to them', async () => {
  const file = join(folder, 'mail.jsonl');
  await writeFile(file, '');
  await chmod(file, 0o666);
  await createMailbox(file, () => {})(mail);
  expect(await mode(file)).toBe('600');
});

test('writes nothing through a symbolic link', async () => {
  const [file, elsewhere] = [join(folder, 'mail.jsonl'), join(folder, 'elsewhere')];
  await writeFile(elsewhere, '');
  await symlink(elsewhere, file);
  await expect(createMailbox(file, () => {})(mail)).rejects.toThrow('ELOOP');
  expect(await readFile(elsewhere, 'utf8')).toBe('');
});
