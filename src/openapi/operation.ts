import type { ResultAsync } from 'neverthrow';
import type { endpoints } from '../lambda/endpoint-of-function.ts';
import type { FunctionName } from '../lambda/routes.ts';

// The types of the endpoints say of each route what it reads, what it answers and which problems it has. A table that
// describes operations is held to these types: an omission does not compile, and neither does a false entry.

type Event<F extends FunctionName> = Parameters<(typeof endpoints)[F]>[2];
type HandlerResult<F extends FunctionName> =
  ReturnType<(typeof endpoints)[F]> extends ResultAsync<infer R, infer E> ? { answer: R; problem: E } : never;
type ResponseOf<F extends FunctionName> = Extract<HandlerResult<F>['answer'], { readonly statusCode: number }>;

type KeysOf<T> = T extends unknown ? keyof T & string : never;

/** The names that an endpoint reads in a part of the event. */
type NamesIn<Read, Part> = Read extends unknown
  ? Part extends keyof Read
    ? KeysOf<NonNullable<Read[Part]>>
    : never
  : never;

export type PathParameter<F extends FunctionName = FunctionName> = NamesIn<Event<F>, 'pathParameters'>;
export type QueryParameter<F extends FunctionName = FunctionName> = NamesIn<Event<F>, 'queryStringParameters'>;
/** Excludes the type of the body, which OpenAPI describes elsewhere [OpenAPI Specification 3.1, 4.8.12.2]. */
export type HeaderParameter<F extends FunctionName = FunctionName> = Exclude<
  NamesIn<Event<F>, 'headers'>,
  'content-type'
>;
type TakesBody<F extends FunctionName> = 'body' extends keyof Event<F> ? true : false;

export type ProblemKind<F extends FunctionName> = Extract<
  HandlerResult<F>['problem'],
  { readonly kind: string }
>['kind'];

/** The headers of an answer. The type of a body is described with the body. */
type HeaderIn<Answer> = Answer extends { readonly headers: infer H } ? Exclude<KeysOf<H>, 'content-type'> : never;
export type EndpointHeader = { [F in FunctionName]: HeaderIn<ResponseOf<F>> }[FunctionName];

/** A description of each name, and of no other. */
type Each<Name extends PropertyKey, Word> = [Name] extends [never]
  ? Readonly<Record<string, never>>
  : { readonly [N in Name]: Word };

type HeadersTold<Answer> = Answer extends { readonly headers: infer H }
  ? { readonly [N in Exclude<KeysOf<H>, 'content-type'>]: undefined extends H[N & keyof H] ? 'sometimes' : 'always' }
  : never;

interface DescribedResponse<Answer> {
  readonly description: string;
  /** The schema of its body. */
  readonly body: Answer extends { readonly body: string } ? 'Note' | 'NoteList' : undefined;
  readonly headers: HeadersTold<Answer>;
}

/** The description of a route. */
export interface Operation<F extends FunctionName> {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly path: Each<PathParameter<F>, string>;
  readonly query: Each<QueryParameter<F>, string>;
  /** What each header does on this route. */
  readonly headers: Each<HeaderParameter<F>, string>;
  readonly body: TakesBody<F>;
  readonly answers: {
    readonly [S in ResponseOf<F>['statusCode']]: DescribedResponse<Extract<ResponseOf<F>, { readonly statusCode: S }>>;
  };
  readonly problems: Each<ProblemKind<F>, true>;
}
