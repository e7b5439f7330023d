import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createOutputs, createPerson } from '../../test/kit/cli/person.ts';
import { config } from '../../test/kit/fake-pools.ts';
import type { NotesConfig } from '../client/config.ts';

const refusal = (requestId: string, more: object = {}) => ({
  ...{ time: '2026-11-28T08:00:00.000Z', requestId, request: 'GET /notes/1', status: 403, identityId: 'us-east-1:ann' },
  ...{ kind: 'Signature.ClocksApart', cause: 'The clock is off.', advice: 'Set it.' },
  sections: [{ title: 'The rest', lines: ['a', 'b'] }],
  ...more,
});

const local = { ...config, cognitoEndpoint: 'http://127.0.0.1:8701' };

/** Creates a person beside whose outputs a stack has recorded these lines. */
const beside = (lines: readonly unknown[], at: NotesConfig = local) => {
  const someone = createPerson({ at });
  if (lines.length > 0) {
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    writeFileSync(join(someone.folder, 'refusals.jsonl'), `${text}\n`, { mode: 0o600 });
  }
  return someone;
};

test('the last refusal is shown in full', async () => {
  expect(await beside([refusal('first'), refusal('last')]).notes(['why'])).toEqual({
    code: 0,
    err: '',
    out: [
      'GET /notes/1: 403',
      '2026-11-28T08:00:00.000Z, request last, by us-east-1:ann',
      '',
      'Why  The clock is off.',
      'Do   Set it.',
      '',
      'The rest:',
      '  a',
      '  b',
      '',
    ].join('\n'),
  });
});

test('a refusal is found by its request id, and shown as JSON', async () => {
  const someone = beside([refusal('a+/b'), refusal('last')]);
  expect((await someone.notes(['why', 'a+/b'])).out).toContain('request a+/b,');
  expect(JSON.parse((await someone.notes(['why', 'a+/b', '--json'])).out)).toEqual(refusal('a+/b'));
});

test('a refusal that is not the API’s has no status and no caller', async () => {
  const { status: _, identityId: __, ...bare } = refusal('local-1', { request: 'dynamodb:GetItem' });
  expect((await beside([bare]).notes(['why'])).out).toMatch(/^dynamodb:GetItem\n2026-\S+, request local-1\n/);
});

test('if nothing was refused, the command says so', async () => {
  expect(await beside([]).notes(['why'])).toEqual({ code: 0, out: 'Nothing has been refused yet.\n', err: '' });
  expect(await beside([]).notes(['why', '--json'])).toEqual({ code: 0, out: 'null\n', err: '' });
  expect(await beside([refusal('a')]).notes(['why', 'b'])).toMatchObject({
    ...{ code: 4, out: '' },
    err: expect.stringContaining('No refusal of b is kept'),
  });
});

test('for a deployment, the command says where to look', async () => {
  const { cognitoEndpoint: _, ...onAws } = local;
  const someone = beside([refusal('a')], onAws);
  writeFileSync(someone.outputs, JSON.stringify(createOutputs(onAws)));
  const { code, out, err } = await someone.notes(['why', 'a']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/deployment on AWS.*CloudWatch Logs.*filter-log-events.*"a"/);
});

test('lines that are not refusals are skipped', async () => {
  const broken = [
    '{"time":',
    '7',
    'null',
    '[]',
    '{}',
    '',
    ...[{ cause: 7 }, { sections: [{}] }, { status: 'x' }, { identityId: 7 }].map((more) => refusal('broken', more)),
  ];
  expect((await beside([refusal('whole'), ...broken]).notes(['why'])).out).toContain('request whole,');
});

test('no text in a refusal controls the terminal', async () => {
  const steering = '\u001b[2J\u202e';
  const sections = [{ title: steering, lines: [`x\n${steering}`] }];
  const { out } = await beside([refusal('a', { cause: steering, advice: steering, sections })]).notes(['why']);
  for (const character of ['\u001b', '\u202e']) expect(out).not.toContain(character);
  expect(out.split('\n')).toHaveLength(9);
});
