/** Compiled, never run: each line that must not compile says so, and the build fails if it does. */
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';

const { create, list, get, delete: handleDelete } = operations;

export const told: readonly [Operation<'create'>, Operation<'list'>] = [create, list];

const { 'idempotency-key': _key, ...fewerHeaders } = create.headers;
// @ts-expect-error a header that the endpoint reads has no description
export const withoutHeader: Operation<'create'> = { ...create, headers: fewerHeaders };
// @ts-expect-error a header that the endpoint does not read has a description
export const withHeader: Operation<'get'>['headers'] = { ...get.headers, 'idempotency-key': 'Ignored.' };
// @ts-expect-error a query parameter that the endpoint does not read has a description
export const withQuery: Operation<'list'>['query'] = { ...list.query, userId: 'Ignored.' };
// @ts-expect-error a query parameter has a description, but the endpoint reads none
export const withAnyQuery: Operation<'get'>['query'] = { userId: 'Ignored.' };
// @ts-expect-error a body that the endpoint does not read
export const withBody: Operation<'delete'> = { ...handleDelete, body: true };

const { NoteDeleted: _deleted, ...fewerProblems } = create.problems;
// @ts-expect-error a problem that the endpoint has is left out
export const withoutProblem: Operation<'create'> = { ...create, problems: fewerProblems };
// @ts-expect-error a problem that the endpoint does not have
export const withProblem: Operation<'list'>['problems'] = { ...list.problems, NoteNotFound: true };

const { 304: _unchanged, ...fewerAnswers } = get.answers;
// @ts-expect-error a status that the endpoint answers is left out
export const withoutStatus: Operation<'get'> = { ...get, answers: fewerAnswers };
// @ts-expect-error a status that the endpoint does not answer with
export const withStatus: Operation<'delete'>['answers'] = { ...handleDelete.answers, 200: handleDelete.answers[204] };
// @ts-expect-error a header that only some answers have
export const withLink: Operation<'list'>['answers'][200]['headers'] = { 'cache-control': 'always', link: 'always' };
// @ts-expect-error a header that every answer has is left out
export const withoutEtag: Operation<'get'>['answers'][304]['headers'] = { 'cache-control': 'always' };
