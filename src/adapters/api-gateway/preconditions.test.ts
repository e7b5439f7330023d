import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvent } from '../../../test/kit/event.ts';
import { parseRevision } from '../../domain/note.ts';
import { formatEtag } from './etag.ts';
import { checkPreconditions, parseExpected } from './preconditions.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const createRevision = (name: string) => parseRevision(name)._unsafeUnwrap();
const revision = fc.stringMatching(/^[!#-[\]-~]{1,64}$/).map(createRevision);
const revisions = fc.array(revision, { minLength: 1, maxLength: 16 });
const mine = createRevision('mine');

const ifMatch = (raw?: string, requireIfMatch = false) => {
  const headers = raw === undefined ? {} : { 'if-match': raw };
  return parseExpected(createEvent({ routeKey: 'DELETE /notes/{id}', identityId, headers }), requireIfMatch);
};
const ifNoneMatch = (raw?: string, revision = mine) => {
  const headers = raw === undefined ? {} : { 'if-none-match': raw };
  return checkPreconditions(createEvent({ routeKey: 'GET /notes/{id}', identityId, headers }), revision).map(
    (verdict) => verdict === 'known',
  );
};

describe('If-Match', () => {
  test('expects the notes whose ETags it lists, up to 16 of them', () => {
    fc.assert(
      fc.property(revisions, (revisions) => {
        expect(ifMatch(revisions.map(formatEtag).join(', '))._unsafeUnwrap()).toEqual(revisions);
      }),
    );
  });

  test.each(['*', ' *', '* '])('%j expects any note', (raw) => {
    expect(ifMatch(raw, true)._unsafeUnwrap()).toBe('any');
  });

  test('that is missing expects any note, unless the deployment requires the header', () => {
    expect(ifMatch()._unsafeUnwrap()).toBe('any');
    expect(ifMatch(undefined, true)._unsafeUnwrapErr()).toEqual({ kind: 'PreconditionRequired' });
  });

  test.each([
    ['a weak tag', 'W/"mine"'],
    ['a tag that no revision can have', '"é"'],
    ['an empty tag', '""'],
    ['all three', 'W/"mine", "é", ""'],
  ])('with %s can match no note', (_, raw) => {
    expect(ifMatch(raw)._unsafeUnwrap()).toEqual({ not: 'any' });
  });

  test.each(['"a","b"', ',"a","b"', '"a",,"b",', ' , "a" ,\t, "b" , '])(
    '%j lists a and b: elements may be empty',
    (raw) => {
      expect(ifMatch(raw)._unsafeUnwrap()).toEqual(['a', 'b']);
    },
  );

  test('skips tags that can match no note', () => {
    expect(ifMatch('"é", W/"yours", "mine", "", "a,b"')._unsafeUnwrap()).toEqual(['mine', 'a,b']);
  });
});

describe('If-None-Match', () => {
  test('matches a note whose ETag it lists, weak or not', () => {
    fc.assert(
      fc.property(revisions, fc.nat(), fc.boolean(), (revisions, at, weak) => {
        const tags = revisions.map((revision) => (weak ? `W/${formatEtag(revision)}` : formatEtag(revision)));
        const listed = revisions[at % revisions.length];
        expect(ifNoneMatch(tags.join(','), listed)._unsafeUnwrap()).toBe(true);
      }),
    );
  });

  test.each(['*', ' *', '* '])('%j matches any note', (raw) => {
    expect(ifNoneMatch(raw)._unsafeUnwrap()).toBe(true);
  });

  test.each([undefined, '"yours"', '"Mine"', '"mine,"', '""', '"*"'])('%j matches no other note', (raw) => {
    expect(ifNoneMatch(raw)._unsafeUnwrap()).toBe(false);
  });
});

describe('anything but a list of 1 to 16 entity tags is refused, with the header’s name', () => {
  test.each([
    '',
    ' ',
    'mine',
    '"mine',
    'mine"',
    'w/"mine"',
    'W/ "mine"',
    '"a" "b"',
    ',',
    ' , ,, ',
    '*, "a"',
    '"a b"',
    Array(17).fill('"a"').join(','),
  ])('%j', (raw) => {
    expect(ifMatch(raw)._unsafeUnwrapErr()).toEqual({
      kind: 'InvalidParameter',
      reason: 'If-Match must be "*" or 1 to 16 entity tags.',
    });
    expect(ifNoneMatch(raw)._unsafeUnwrapErr()).toEqual({
      kind: 'InvalidParameter',
      reason: 'If-None-Match must be "*" or 1 to 16 entity tags.',
    });
  });
});
