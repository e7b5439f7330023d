import { writeFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { settle } from '../../../infra/local/data/data-set.ts';
import { startStack } from '../../../infra/local/stack.ts';
import { run } from '../../../src/cli/run.ts';
import { createPerson } from '../../kit/cli/person.ts';
import { startTestStack } from '../../kit/local-stack.ts';
import { readAllData } from './all-data.ts';
import { signIn } from './somebody.ts';

// As if the disk were full once the exchange is decided.
vi.mock('../../../infra/local/data/data-set.ts', async (original) => {
  const sound = await original<typeof import('../../../infra/local/data/data-set.ts')>();
  return { ...sound, settle: vi.fn(sound.settle) };
});

test('a stack that could not complete an exchange refuses everything, can be stopped, and starts with the new data', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
  await using stack = await startTestStack({ web: { pagePort: 0, consolePort: 0 } });
  const { notes } = await signIn(stack);
  (await notes.create({ content: 'of before' }))._unsafeUnwrap();
  (await stack.local.snapshot('before'))._unsafeUnwrap();
  vi.mocked(settle).mockRejectedValueOnce(new Error('ENOSPC'));

  const by = createPerson({ signedIn: false });
  writeFileSync(by.outputs, JSON.stringify(stack.outputs));
  const command = async (...args: readonly string[]) => {
    const { world, ran } = by.worldOf({ now: Date.now, fetch });
    return ran(await run(args, world));
  };
  const refused = { code: 7, err: expect.stringContaining('Stop the stack and start it again') };
  expect(await command('local', 'reset', '--yes')).toMatchObject(refused);
  expect(complaints.mock.calls.flat().map((each) => Object(each).cause?.message)).toContain('ENOSPC');

  const { local, outputs, data } = stack;
  const again = [local.reset(), local.snapshot('after'), local.restore('before'), local.seed()];
  const moved = [local.clock.forward(1000), local.clock.reset()];
  for (const each of await Promise.all<{ _unsafeUnwrapErr(): unknown }>([...again, ...moved]))
    expect(each._unsafeUnwrapErr()).toEqual({ kind: 'Unsettled' });
  expect(await command('local', 'clock', '+1d')).toMatchObject(refused);
  expect(await command('local', 'snapshots')).toMatchObject({ code: 0, out: expect.stringContaining('before') });

  // Nobody is shown what is only half there, by any port.
  const { ApiEndpoint, CognitoEndpoint, DynamoDbEndpoint, S3Endpoint, ConsoleUrl } = outputs;
  const tableRequest = { 'x-amz-target': 'DynamoDB_20120810.Scan', authorization: 'AWS4-HMAC-SHA256 Credential=a/b' };
  const ofConsole = { 'x-owned-notes-console': 'test' };
  const answers: string[] = [];
  const asked = [
    fetch(`${ApiEndpoint}/notes`),
    fetch(`${CognitoEndpoint}/`, { method: 'POST', body: '{}' }),
    fetch(`${DynamoDbEndpoint}/`, { method: 'POST', headers: tableRequest, body: '{"TableName":"notes"}' }),
    fetch(`${S3Endpoint}/`),
    fetch(`${ConsoleUrl}/api/data/items`, { headers: ofConsole }).then(({ status }) => expect(status).toBe(500)),
  ].map((each) =>
    each.then(
      () => answers.push('answered'),
      () => answers.push('disconnected'),
    ),
  );
  await fetch(`${ConsoleUrl}/api/data/clock`, { headers: ofConsole });
  expect(answers).toEqual([]);
  await stack.stop();
  await Promise.all(asked);
  expect(answers.toSorted()).toEqual(['answered', ...Array(4).fill('disconnected')]);

  await using next = await startStack({ data, port: 0, cognitoPort: 0, dynamodbPort: 0, s3Port: 0 });
  expect(await readAllData(next.outputs, data)).toMatchObject({ items: [], users: [expect.anything()] });
  (await next.local.restore('before'))._unsafeUnwrap();
  expect((await (await signIn(next)).notes.list())._unsafeUnwrap().notes).toMatchObject([{ content: 'of before' }]);
});
