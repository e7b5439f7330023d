import { expect, test } from 'vitest';
import { judgeFile } from './file-judge.ts';
import type { FileProbe } from './file-probe.ts';
import type { FileSide } from './file-side.ts';
import type { S3Answer } from './s3-exchange.ts';

const whose = {
  ...{ user: { name: 'Bob', identityId: 'us-east-1:bob' }, folder: 'private/us-east-1:bob/' },
  ...{ word: 'attack-0123456789abcdef', marker: 'a marker of Bob’s', etag: '0123456789abcdef0123456789abcdef' },
  ...{ file: 'f', shared: 's', upload: { key: 'u', id: 'an-upload-id', partTag: 'fedcba9876543210' } },
} as unknown as FileSide;

const probe = (more: Partial<FileProbe> = {}): FileProbe => ({
  ...{ operation: 'GetObject', what: 'as it is' },
  sent: { method: 'GET', origin: 'http://s3', target: '/b/private/us-east-1%3Abob/f', headers: {}, body: '' },
  ...more,
});
const error = (status: number, code: string, more = ''): S3Answer => ({
  ...{ status, headers: {}, body: `<?xml version="1.0"?>\n<Error><Code>${code}</Code>${more}</Error>` },
});
const answer = (status: number, body = '', headers = {}): S3Answer => ({ status, headers, body });
const judgeWith = async (given: S3Answer, of = probe(), control = given) => {
  const answers = [given, control];
  const { verdict, came } = await judgeFile(of, whose, async () => answers.shift() ?? given);
  return [verdict, came];
};

test.each<[name: string, answer: S3Answer, verdict: string, came: RegExp]>([
  ['a refusal by S3', error(403, 'AccessDenied'), 'Held', /^403 AccessDenied$/],
  ['an operation that S3 does not implement', error(501, 'NotImplemented'), 'Held', /^501/],
  ['a file', answer(200, 'hello'), 'CameThrough', /^200$/],
  ['a refusal with the other’s content', error(403, 'AccessDenied', whose.marker), 'CameThrough', /other keeps/],
  ['a refusal with a file’s name', error(403, 'AccessDenied', whose.word), 'CameThrough', /names the other/],
  ['a refusal with an ETag', { ...error(403, 'AccessDenied'), headers: { etag: whose.etag } }, 'CameThrough', /names/],
  ['a file that does not exist', error(404, 'NoSuchKey'), 'CameThrough', /^404 NoSuchKey$/],
  ['a condition that fails', error(412, 'PreconditionFailed'), 'CameThrough', /^412/],
  ['an unchanged file', answer(304), 'CameThrough', /^304$/],
  ['a range beyond the end', error(416, 'InvalidRange'), 'CameThrough', /^416/],
  ['parts that do not exist', error(400, 'InvalidPart'), 'CameThrough', /^400/],
  ['an error with status 200', { ...error(403, 'AccessDenied'), status: 200 }, 'Inconclusive', /^200 AccessDenied$/],
  ['too many requests', error(503, 'SlowDown'), 'Inconclusive', /^503 SlowDown$/],
  ['an answer that is not from S3', answer(403, '<html>'), 'Inconclusive', /^403$/],
  ['a redirect', error(301, 'PermanentRedirect'), 'Inconclusive', /^301/],
  ['no answer', { status: 0, headers: {}, body: 'connect' }, 'Inconclusive', /^no answer: connect$/],
])('%s', async (_, given, verdict, came) => {
  expect(await judgeWith(given)).toEqual([verdict, expect.stringMatching(came)]);
});

test('the requested name is no leak, however it is escaped', async () => {
  const { sent } = probe();
  const asked = probe({ sent: { ...sent, target: `/b/${encodeURIComponent(encodeURIComponent(whose.word))}` } });
  expect(await judgeWith(error(403, 'AccessDenied', whose.word), asked)).toEqual(['Held', '403 AccessDenied']);
});

test('requests for one’s own files may succeed, unless they return what is the other’s', async () => {
  const own = probe({ isOwn: true });
  expect(await judgeWith(answer(200, 'mine'), own)).toEqual(['Held', '200']);
  expect(await judgeWith(answer(200, whose.marker), own)).toEqual(['CameThrough', '200, with what the other keeps']);
  expect(await judgeWith(answer(200, 'x'), { ...own, sign: () => 'which is odd' })).toEqual([
    'CameThrough',
    '200, which is odd',
  ]);
});

test('for HEAD, only the status counts', async () => {
  const { sent } = probe();
  const head = probe({ sent: { ...sent, method: 'HEAD' } });
  expect(await judgeWith(answer(403), head)).toEqual(['Held', '403']);
  expect(await judgeWith(answer(404), head)).toEqual(['CameThrough', '404']);
});

test('a file that never existed gets the same answer, apart from its name and the request ids', async () => {
  const of = probe({ control: probe().sent });
  const refusal = (key: string, id: string) =>
    error(403, 'AccessDenied', `<Key>${key}</Key><RequestId>${id}</RequestId>`);
  const [one, other] = [refusal('attack-0000000000000000-a', 'A'), refusal('attack-1111111111111111-a', 'B')];
  expect(await judgeWith(one, of, other)).toEqual(['Held', '403 AccessDenied']);
  expect(await judgeWith(one, of, error(404, 'NoSuchKey'))).toEqual([
    ...['CameThrough', '403 AccessDenied, where what never existed gets 404 NoSuchKey'],
  ]);
  expect((await judgeWith(one, of, refusal('more words', 'C')))[0]).toBe('CameThrough');
});
