import { maxTags } from '../adapters/api-gateway/etag.ts';
import { maxLimit } from '../adapters/api-gateway/parameters.ts';
import type { ParameterObject, Schema } from './openapi.ts';
import type { HeaderParameter, PathParameter, QueryParameter } from './operation.ts';
import { entityTagsPattern, idempotencyKeyPattern, identityPattern } from './patterns.ts';
import { createReference } from './schemas.ts';

interface Parameter {
  /** The name as documents spell it, if it is not the key here. */
  readonly name?: string;
  readonly schema: Schema;
  /** What is true of the parameter on every route. Comes after what the parameter does on one route. */
  readonly description?: string;
  /** Whether the value is the id of a note. Answers with a note then link to the operation. */
  readonly isNoteId?: boolean;
}

const condition = {
  schema: { type: 'string', pattern: entityTagsPattern, examples: ['"kN3vB2mQx8Yt0aZc"', '*'] },
  description: `\`*\`, or 1 to ${maxTags} entity tags (RFC 9110, 13.1).`,
};

/** Every parameter that an endpoint reads. One that is missing here does not compile. */
const parameters: {
  readonly path: Readonly<Record<PathParameter, Parameter>>;
  readonly query: Readonly<Record<QueryParameter, Parameter>>;
  readonly header: Readonly<Record<HeaderParameter, Parameter>>;
} = {
  path: { id: { schema: createReference('NoteId'), isNoteId: true } },
  query: {
    limit: { schema: { type: 'integer', minimum: 1, maximum: maxLimit, default: maxLimit } },
    after: { schema: createReference('NoteId'), isNoteId: true },
  },
  header: {
    'if-match': { name: 'If-Match', ...condition },
    'if-none-match': { name: 'If-None-Match', ...condition },
    'idempotency-key': {
      name: 'Idempotency-Key',
      schema: { type: 'string', pattern: idempotencyKeyPattern },
      description: 'Bare, or in quotes.',
      isNoteId: true,
    },
    'content-encoding': { name: 'Content-Encoding', schema: { type: 'string', pattern: identityPattern } },
  },
};

type Told = Readonly<Record<string, string>>;
interface Reads {
  readonly path: Told;
  readonly query: Told;
  readonly headers: Told;
}

const findTable = (place: ParameterObject['in']): Readonly<Record<string, Parameter>> => parameters[place];
const places = { path: 'path', query: 'query', headers: 'header' } as const satisfies Record<keyof Reads, string>;

interface Read {
  readonly parameter: ParameterObject;
  readonly isNoteId: boolean;
}

/** Returns the parameters of an operation, each with what it does there. */
export const listParameters = (reads: Reads): readonly Read[] =>
  (['path', 'query', 'headers'] as const).flatMap((from) =>
    Object.entries(reads[from]).map(([key, does]): Read => {
      const place = places[from];
      const { name = key, schema, description, isNoteId = false } = findTable(place)[key] as Parameter;
      const words = description === undefined ? does : `${does} ${description}`;
      return { parameter: { name, in: place, required: place === 'path', description: words, schema }, isNoteId };
    }),
  );
