import { createProblemResponse, type problemTable } from '../adapters/api-gateway/problems.ts';
import { createNoteCreatedResponse, createPageResponse } from '../adapters/api-gateway/responses.ts';
import { exampleNote, exampleRequestId } from './example.ts';
import type { HeaderObject, Schema } from './openapi.ts';
import type { EndpointHeader } from './operation.ts';
import { createPatternLike, etagPattern, idWithin } from './patterns.ts';

type Problems = typeof problemTable;
type ProblemHeader = {
  [K in keyof Problems]: Problems[K] extends { readonly headers: infer H } ? keyof H & string : never;
}[keyof Problems];

/** Headers that API Gateway adds to every answer, a function's and its own. */
export const gatewayHeaders = ['apigw-requestid', 'date'] as const;

interface Told {
  /** The name as documents spell it. In an answer, names are compared without regard to case. */
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
}

const ofKind = (kind: 'NotAuthenticated' | 'UnsupportedMediaType') =>
  createProblemResponse({ kind }, exampleRequestId).headers;
const created = createNoteCreatedResponse(exampleNote).headers;
const { link = '' } = createPageResponse({ notes: [], next: exampleNote.noteId }, 1000).headers;
const example = exampleNote.noteId;
export const createConstant = (value: string | undefined): Schema => ({ type: 'string', const: value });

/** Every header of an answer but the type of its body. One that is missing here does not compile. */
const answerHeaders: Readonly<Record<EndpointHeader | ProblemHeader | (typeof gatewayHeaders)[number], Told>> = {
  etag: {
    name: 'ETag',
    description: 'Changes with every write of the note; for `If-Match` and `If-None-Match`. Always strong.',
    schema: { type: 'string', pattern: etagPattern, examples: [created.etag] },
  },
  location: {
    name: 'Location',
    description: 'The note’s URL, relative to the requested URL.',
    schema: {
      type: 'string',
      format: 'uri-reference',
      pattern: createPatternLike(created.location, { [example]: idWithin }),
      examples: [created.location],
    },
  },
  link: {
    name: 'Link',
    description:
      'The next page, as `rel="next"` (RFC 8288), relative to the requested URL; absent at the end of the list.',
    schema: {
      type: 'string',
      pattern: createPatternLike(link, { [example]: idWithin, '=1000': '=[1-9][0-9]{0,3}' }),
      examples: [link],
    },
  },
  'cache-control': {
    name: 'Cache-Control',
    description: 'Answers are one user’s: no shared cache may keep them.',
    schema: createConstant(created['cache-control']),
  },
  'retry-after': {
    name: 'Retry-After',
    description: 'Seconds to wait before a retry.',
    schema: { type: 'integer', minimum: 1 },
  },
  'www-authenticate': {
    name: 'WWW-Authenticate',
    description: 'How requests are signed.',
    schema: createConstant(ofKind('NotAuthenticated')['www-authenticate']),
  },
  accept: {
    name: 'Accept',
    description: 'The type of body that is accepted (RFC 9110, 12.5.1).',
    schema: createConstant(ofKind('UnsupportedMediaType').accept),
  },
  'apigw-requestid': {
    name: 'apigw-requestid',
    description: 'The request’s id, which is in the logs too.',
    schema: { type: 'string' },
  },
  date: {
    name: 'Date',
    description: 'The time of the answer, from which a client can tell that its clock is wrong.',
    schema: { type: 'string' },
  },
};

/** How often an answer has each header, by the header's name in the answer. */
export type Presence = Readonly<Record<string, 'always' | 'sometimes'>>;

/**
 * Returns the headers of an answer, those of API Gateway included. `instead` has the schemas that differ from those of
 * an answer with a note.
 */
export const createHeaders = (
  present: Presence,
  instead: Readonly<Record<string, Schema>> = {},
): Readonly<Record<string, HeaderObject>> => {
  const table: Readonly<Record<string, Told>> = answerHeaders;
  const all = { ...present, ...Object.fromEntries(gatewayHeaders.map((name) => [name, 'always'])) };
  return Object.fromEntries(
    Object.entries(all).map(([key, often]) => {
      const { name, description, schema } = table[key] as Told;
      return [name, { description, required: often === 'always', schema: instead[key] ?? schema }];
    }),
  );
};
