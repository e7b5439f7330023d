import { describe, expect, test } from 'vitest';
import { createProblemResponse, type Problem, problemTable, type Unexpected } from './problems.ts';

const canary = 'canary';
const answerTo = (problem: Problem | Unexpected) => {
  const { statusCode, headers, body } = createProblemResponse(problem, 'JKJaXmPLvHcESHA=');
  return { statusCode, headers, body: JSON.parse(body ?? '') };
};

/** The table in docs/wire.md, and a misconfiguration, which looks like any other bug. */
const problems: [Problem | Unexpected, string, number][] = [
  [{ kind: 'MalformedBody', reason: canary }, 'malformed-body', 400],
  [{ kind: 'InvalidParameter', reason: canary }, 'invalid-parameter', 400],
  [{ kind: 'NotAuthenticated' }, 'not-authenticated', 401],
  [{ kind: 'IdentityRefused', reason: 'amr is missing' }, 'identity-refused', 403],
  [{ kind: 'NoteNotFound' }, 'note-not-found', 404],
  [{ kind: 'NoteDeleted' }, 'note-deleted', 410],
  [{ kind: 'RevisionConflict' }, 'revision-conflict', 412],
  [{ kind: 'BodyTooLarge' }, 'body-too-large', 413],
  [{ kind: 'UnsupportedMediaType' }, 'unsupported-media-type', 415],
  [{ kind: 'InvalidNote', reason: canary }, 'invalid-note', 422],
  [{ kind: 'NoteIdTaken' }, 'note-id-taken', 422],
  [{ kind: 'PreconditionRequired' }, 'precondition-required', 428],
  [{ kind: 'Unexpected' }, 'unexpected', 500],
  [{ kind: 'WrongPayloadVersion', reason: canary }, 'unexpected', 500],
  [{ kind: 'StoreUnavailable' }, 'store-unavailable', 503],
  [{ kind: 'OutcomeUnknown' }, 'outcome-unknown', 503],
];

describe('a problem', () => {
  test.each(problems)('%j is %s, with status %i', (problem, name, status) => {
    const answer = answerTo(problem);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(answer.body).toMatchObject({
      type: `urn:problem-type:owned-notes:${name}`,
      title: expect.stringMatching(/^[A-Z][a-z ]+$/),
      status,
      requestId: 'JKJaXmPLvHcESHA=',
    });
  });

  test('has a row in this table, whatever its kind', () => {
    expect(problems.map(([{ kind }]) => kind).sort()).toEqual(Object.keys(problemTable).sort());
  });

  test.each(['MalformedBody', 'InvalidParameter', 'InvalidNote'] as const)('%s gives the caller its reason', (kind) => {
    expect(answerTo({ kind, reason: 'Why it is.' }).body.detail).toBe('Why it is.');
  });

  test.each(['IdentityRefused', 'WrongPayloadVersion'] as const)('%s keeps its reason from the caller', (kind) => {
    const reason = 'amr is missing';
    expect(JSON.stringify(answerTo({ kind, reason }))).not.toContain(reason);
  });

  test.each<[(Problem | Unexpected)['kind'], RegExp]>([
    ['NotAuthenticated', /Signature Version 4/],
    ['UnsupportedMediaType', /application\/json in UTF-8/],
    ['BodyTooLarge', /524,288 bytes/],
    ['NoteIdTaken', /Choose a new key/],
    ['NoteDeleted', /Choose a new key/],
    ['RevisionConflict', /current ETag/],
    ['PreconditionRequired', /ETag of the note in If-Match/],
    ['StoreUnavailable', /Nothing was written. Try again./],
    ['OutcomeUnknown', /may or may not have happened/],
  ])('%s tells the caller what to do', (kind, detail) => {
    expect(answerTo({ kind } as Problem).body.detail).toMatch(detail);
  });

  test('whose title says everything has no detail', () => {
    for (const kind of ['NoteNotFound', 'Unexpected'] as const)
      expect(answerTo({ kind }).body).not.toHaveProperty('detail');
  });

  test.each<[Problem['kind'], string, string]>([
    ['NotAuthenticated', 'www-authenticate', 'AWS4-HMAC-SHA256'],
    ['UnsupportedMediaType', 'accept', 'application/json'],
    ['StoreUnavailable', 'retry-after', '1'],
    ['OutcomeUnknown', 'retry-after', '1'],
  ])('%s has the header %s: %s', (kind, name, value) => {
    expect(answerTo({ kind } as Problem).headers[name]).toBe(value);
  });
});
