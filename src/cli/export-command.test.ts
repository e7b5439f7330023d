import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPerson } from '../../test/kit/cli/person.ts';
import type { AskedRequest } from '../../test/kit/fake-pools.ts';

/** Answers the API's requests with a refusal, so that an export ends before it is complete. */
const refuse = {
  instead: ({ url }: AskedRequest) => (isApi(url) ? Response.json({}, { status: 403 }) : undefined),
};
const isApi = (url: string) => url.startsWith('https://notes.example.com');
const readHint = (error: string): string => /To resume where this one stopped: (notes .*)\n$/.exec(error)?.[1] ?? '';

describe('notes export', () => {
  test.each([[[]], [['--force']]])('refuses a folder before it asks for anything, with %j', async (options) => {
    const { folder, notes, asked } = createPerson();
    mkdirSync(join(folder, 'archives'));
    const ran = await notes(['export', 'archives', ...options]);
    const { code, err } = ran;
    expect({ code, err }).toEqual({
      code: 2,
      err: `notes: ${join(folder, 'archives')} is a folder. Give the name of a file.\n`,
    });
    expect(asked).toEqual([]);
    expect(readdirSync(folder)).not.toContain('archives.part');
  });

  test.each(['given.json/a.tar', `${'x'.repeat(300)}.tar`])('says why %s cannot be written', async (file) => {
    const ran = await createPerson().notes(['export', file]);
    expect(ran).toEqual({
      ...{ code: 1, out: '' },
      err: expect.stringMatching(/^notes: .* cannot be written \(E[A-Z]+: .*\)\.\n$/),
    });
  });

  test('says that its name was taken by a folder meanwhile, and keeps what it wrote', async () => {
    const { folder, notes } = createPerson();
    const instead = ({ url }: AskedRequest) => {
      if (!isApi(url)) return undefined;
      mkdirSync(join(folder, 'a.tar', 'x'), { recursive: true });
      return Response.json([]);
    };
    const ran = await notes(['export', 'a.tar', '--force'], { instead });
    expect(ran).toEqual({
      ...{ code: 1, out: '' },
      err: expect.stringMatching(/^notes: .*a\.tar cannot be written \(E[A-Z]+: .*\)\.\n$/),
    });
    expect(readdirSync(folder)).toContain('a.tar.part');
  });

  test('says by which command an export is resumed: with the same options, in a form that a shell understands', async () => {
    const { folder, notes, outputs } = createPerson();
    const hint = async (...args: readonly string[]) => readHint((await notes(['export', ...args], refuse)).err);
    expect(await hint('a.tar')).toBe('notes export a.tar');
    expect(await hint()).toBe('notes export notes-2026-01-02.tar');
    expect(await hint(join(folder, 'a.tar'))).toBe('notes export a.tar');
    writeFileSync(join(folder, 'it’s $HOME.tar'), '');
    expect(await hint('--outputs', outputs, '--force', 'it’s $HOME.tar')).toBe(
      `notes export --force --outputs ${outputs} 'it’s $HOME.tar'`,
    );
    expect(await hint('--', '-a.tar')).toBe('notes export -- -a.tar');
    expect(JSON.parse((await notes(['export', '--json', 'a.tar'], refuse)).err).error).toMatch(
      /: notes export --json a\.tar$/,
    );
  });
});
