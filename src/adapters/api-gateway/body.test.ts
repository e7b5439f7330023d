import { describe, expect, test } from 'vitest';
import { parseDraft } from './body.ts';

const note = '{"content":"é"}';
const plain = (body: string | undefined, headers: Readonly<Record<string, string>> = {}) =>
  parseDraft({ headers, isBase64Encoded: false, ...(body !== undefined && { body }) });
const saidToBeBase64 = (body: string) => parseDraft({ headers: {}, isBase64Encoded: true, body });
const encoded = (body: string | Buffer) => saidToBeBase64(Buffer.from(body).toString('base64'));

const unsupported = { kind: 'UnsupportedMediaType' };

describe('the type of a body', () => {
  test.each([
    'application/json;charset=utf-8',
    'application/json ; charset=UTF-8',
    ' application/json',
    'application/json; charset="utf-8"',
    'application/json; charset=utf8',
    'application/json; profile=short',
    'application/json; profile=short; charset=utf-8',
    'application/merge-patch+json',
  ])('may be %j', (type) => {
    expect(plain(note, { 'content-type': type })._unsafeUnwrap()).toEqual({ content: 'é' });
  });

  test('is JSON if the request does not give it', () => {
    expect(plain(note)._unsafeUnwrap()).toEqual({ content: 'é' });
  });

  test.each([
    '',
    'application/x-application/json',
    'xapplication/json',
    'application/json-seq',
    'application/+json',
    'application/json; charset=',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8859',
    'application/json; charset=x-charset=utf-8',
    'application/json; profile=short; charset=latin1',
  ])('is refused if it is %j', (type) => {
    expect(plain(note, { 'content-type': type })._unsafeUnwrapErr()).toEqual(unsupported);
  });
});

describe('the coding of a body', () => {
  test.each(['identity', ' Identity '])('may be %j, which encodes nothing', (coding) => {
    expect(plain(note, { 'content-encoding': coding })._unsafeUnwrap()).toEqual({ content: 'é' });
  });

  test.each(['gzip', 'identity, br', ''])('is refused if it is %j', (coding) => {
    expect(plain(note, { 'content-encoding': coding })._unsafeUnwrapErr()).toEqual(unsupported);
  });
});

describe('the reason why a body cannot be read', () => {
  test.each([
    ['the body is missing', () => plain(undefined), 'The request has no body.'],
    ['the body is empty', () => plain(''), 'The request has no body.'],
    ['the body is empty in base64', () => encoded(''), 'The request has no body.'],
    ['the body is white space', () => plain(' '), 'The body is not JSON.'],
    ['the body is cut short', () => plain('{"content":"canary'), 'The body is not JSON.'],
    ['the body begins with two byte order marks', () => plain(`\ufeff\ufeff${note}`), 'The body is not JSON.'],
    ['the body ends with a byte order mark', () => plain(`${note}\ufeff`), 'The body is not JSON.'],
    ['the body is Latin-1', () => encoded(Buffer.from(note, 'latin1')), 'The body is not UTF-8.'],
    ['the body is marked as base64, and is not', () => saidToBeBase64(note), 'The body is not base64.'],
    ['the body is base64 without its padding', () => saidToBeBase64('e30'), 'The body is not base64.'],
  ])('%s', (_, read, reason) => {
    expect(read()._unsafeUnwrapErr()).toEqual({ kind: 'MalformedBody', reason });
  });
});

describe('a body of 512 KiB', () => {
  /** Creates a valid note in a body of exactly `bytes` bytes. */
  const createBody = (bytes: number) => `{"content":"a","x":"${'a'.repeat(bytes - 22)}"}`;
  const most = 512 * 1024;

  test.each([
    ['as text', plain],
    ['in base64', encoded],
  ])('is accepted %s, and one byte more is too large', (_, draft) => {
    expect(draft(createBody(most))._unsafeUnwrap()).toEqual({ content: 'a' });
    for (const more of [1, 2, 3, 4, most])
      expect(draft(createBody(most + more))._unsafeUnwrapErr()).toEqual({ kind: 'BodyTooLarge' });
  });

  test('is measured in bytes, not in characters', () => {
    expect(plain(createBody(most).replace('aa', 'éé'))._unsafeUnwrapErr()).toEqual({ kind: 'BodyTooLarge' });
  });

  test('is the limit before anything is decoded: a longer body is too large, whatever else is wrong with it', () => {
    const body = '*'.repeat(Math.ceil(most / 3) * 4 + 1);
    expect(saidToBeBase64(body)._unsafeUnwrapErr()).toEqual({ kind: 'BodyTooLarge' });
  });
});
