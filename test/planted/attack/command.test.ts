import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin } from '../../../infra/local/stack.ts';
import { createItems } from '../../kit/items.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import { runNotes } from '../../kit/run-notes.ts';

let stack: LocalStack;
let home: string;
beforeAll(async () => {
  stack = await startTestStack();
  home = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterAll(async () => {
  await stack?.[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

const notes = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const places = { NOTES_OUTPUTS: join(stack.data, 'outputs.json'), NOTES_SESSION: join(home, 'session.json') };
  return runNotes(args, { home, env: { ...places, ...env } });
};
const mailedTo = async (): Promise<readonly string[]> =>
  (await readFile(join(stack.data, 'mail.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).to);

describe('notes attack', () => {
  test('finds nothing on a sound stack, leaves nothing behind, and lists what it tried', async () => {
    const some = [
      ...['the other’s object', 'members that the server sets', 'the table, around the API'],
      'the other’s upload in parts',
    ];
    const { code, out, err } = await notes(['attack', ...some.flatMap((name) => ['--technique', name])]);
    expect(code, out + err).toBe(0);
    expect(out).toMatch(/\nNothing came through: \d{2,3} tries\.\n$/);
    for (const told of [...some, 'DELETE /notes/{id}', 'dynamodb Scan', 's3 ListParts']) expect(out).toContain(told);
    expect(out).not.toMatch(/inconclusive|CAME THROUGH|Not tried/);
    expect(err).toMatch(
      /^Attacking http:\/\/127\.0\.0\.1:\d+ as attack-\w+@example\.com and attack-\w+@example\.com\.\n$/,
    );
    // A deleted note leaves a tombstone, without its text.
    for (const item of await createItems(stack.outputs)) expect(item).not.toHaveProperty('content');
    for (const folder of ['objects', 'uploads', 'data'])
      expect(await readdir(join(stack.data, 'files', folder))).toEqual([]);
    const [ann = ''] = await mailedTo();
    expect((await notes(['sign-in', ann], { NOTES_PASSWORD: 'Passw0rd!' })).code).toBe(3);
  });

  test('attacks as two named users, keeps their accounts, and reports no secret', async () => {
    const other = 'other@example.com';
    await notes(['sign-up', other], { NOTES_PASSWORD: admin.password });
    const code = JSON.parse(
      (await readFile(join(stack.data, 'mail.jsonl'), 'utf8')).trimEnd().split('\n').at(-1) ?? '',
    );
    await notes(['confirm', other, code.code]);
    const technique = ['--technique', 'no valid credentials', '--technique', 'an account that is not one’s own'];
    const ran = await notes(['attack', admin.email, other, '--json', ...technique], { NOTES_PASSWORD: admin.password });
    expect(ran.code, ran.err).toBe(0);
    const { outcome, tries } = JSON.parse(ran.out);
    expect(outcome).toBe('NothingCameThrough');
    expect(new Set(tries.map(({ by }: { by: string }) => by))).toEqual(
      new Set([
        ...['nobody', 'an ID token as it is', 'an altered signature', 'a signature of half an hour ago'],
        ...['a signature for another region', 'a signature for another service', 'a signature for another path'],
        ...['keys without their session token', 'keys with another’s session token'],
        ...['another’s keys with one’s own session token', 'another’s key by one’s own secret'],
        ...[admin.email, other],
      ]),
    );
    expect(ran.out).not.toMatch(/authorization|x-amz-security-token|eyJ|Signature=/i);
    expect((await notes(['sign-in', other], { NOTES_PASSWORD: admin.password })).code).toBe(0);
  });

  test.each([
    { args: ['attack', 'ann@example.com'], says: 'It takes two users' },
    { args: ['attack', 'ann@example.com', 'ann@example.com'], says: 'It takes two users' },
    { args: ['attack', '--technique', 'magic'], says: 'It must be one of: one’s own, right after the other asked; ' },
  ])('explains what is wrong with $args', async ({ args, says }) => {
    const { code, err } = await notes(args, { NOTES_PASSWORD: 'x' });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(says) });
  });

  test('skips files on a stack that has none, and says so', async () => {
    await using without = await startTestStack({ owner: 'user-pool-sub' });
    const technique = ['--technique', 'the other’s file', '--technique', 'an account that is not one’s own'];
    const outputs = ['--outputs', join(without.data, 'outputs.json')];
    const { code, out, err } = await notes(['attack', ...outputs, ...technique]);
    expect({ code, err }).toEqual({
      ...{ code: 0, err: expect.stringContaining('Files are left alone: the outputs name no bucket.\n') },
    });
    expect(out).toMatch(/\nNothing came through: 6 tries\.\n$/);
  });

  test('creates no accounts on AWS', async () => {
    const outputs = join(home, 'aws.json');
    const { CognitoEndpoint: _, ...rest } = stack.outputs;
    await writeFile(outputs, JSON.stringify(rest));
    const { code, err } = await notes(['attack', '--outputs', outputs]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('name two of its users') });
  });
});
