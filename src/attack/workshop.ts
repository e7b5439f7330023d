import type { Operation } from './api/operations.ts';
import { createSample } from './api/sample.ts';
import { type ApiAnswer, fetchAnswer, isDone, type Network } from './fetch-answer.ts';
import { isCreator, listParameters, type Made, type PathValues, readMade } from './made.ts';
import { type Asking, createSent, encodeSegment, type Fetch } from './request.ts';
import { findPathValues, type Side } from './side.ts';

/** Sends requests, and keeps track of what they create. */
export interface Workshop {
  readonly operations: readonly Operation[];
  /** Creates a well-formed request for any caller, with `mark` in its body. */
  readonly askingOf: (operation: Operation, path: Asking['path'], mark: string, tag?: string) => Asking;
  readonly ask: (asking: Asking, fetch: Fetch) => Promise<ApiAnswer>;
  /** Creates an object. Resolves to `undefined` if that fails. */
  readonly make: (
    creator: Operation,
    side: Pick<Side, 'user' | 'kept'>,
    mark: string,
    key?: string,
  ) => Promise<Made | undefined>;
  readonly delete: (made: Made, fetch: Fetch) => Promise<ApiAnswer | undefined>;
  /** Sends `If-Match` with this operation from now on, because it answers 428 without. */
  readonly needsCondition: (operation: Operation) => void;
  readonly idempotencyHeader: (operation: Operation) => string | undefined;
  /** Deletes whatever was created so far, as its creator or else as whoever has it instead. */
  readonly tidy: (fetches: readonly Fetch[]) => Promise<void>;
}

export const createWorkshop = (operations: readonly Operation[], network: Network): Workshop => {
  const conditional = new Set<string>();
  const litter: { readonly made: Made; readonly by: Fetch }[] = [];

  const createAsking: Workshop['askingOf'] = (operation, path, mark, tag) => {
    const { parameters, body } = operation;
    const required = parameters.filter((each) => each.required);
    const value = (schema: (typeof required)[number]['schema']) => String(createSample(schema, mark));
    const headers = required
      .filter((each) => each.in === 'header')
      .map(({ name, schema }) => [name.toLowerCase(), value(schema)] as const);
    return {
      ...{ operation, path },
      query: required.filter((each) => each.in === 'query').map(({ name, schema }) => [name, value(schema)] as const),
      headers: { ...Object.fromEntries(headers), ...(conditional.has(operation.key) && { 'if-match': tag ?? '*' }) },
      ...(body !== undefined && { body: createSample(body, mark) }),
    };
  };

  const ask = async (asking: Asking, fetch: Fetch, by: Network = network): Promise<ApiAnswer> => {
    const answer = await fetchAnswer(createSent(asking), fetch, by);
    const { operation, method = operation.method } = asking;
    if (method === 'POST' && isDone(answer) && isCreator(operation, operations))
      litter.push({ made: readMade(operations, asking, decodePath(asking), answer, ''), by: fetch });
    return answer;
  };

  const findDeleter = ({ names }: Made): { readonly operation: Operation; readonly values: PathValues } | undefined => {
    for (const operation of operations) {
      const values = operation.method === 'DELETE' ? names.get(operation.path) : undefined;
      if (values !== undefined) return { operation, values };
    }
    return undefined;
  };

  const deleteMade = async (made: Made, fetch: Fetch, by?: Network): Promise<ApiAnswer | undefined> => {
    const remover = findDeleter(made);
    if (remover === undefined) return undefined;
    const path = Object.fromEntries(
      Object.entries(remover.values).map(([name, value]) => [name, encodeSegment(value)]),
    );
    const { operation } = remover;
    const attempt = (tag?: string) => ask(createAsking(operation, path, '', tag), fetch, by);
    const answer = await attempt();
    if (answer.status !== 428) return answer;
    conditional.add(operation.key);
    // `*` means any version [RFC 9110, 13.1.1], if the API supports it.
    const anyVersion = await attempt();
    return isDone(anyVersion) ? anyVersion : attempt(made.tag);
  };

  return {
    ...{ operations, askingOf: createAsking },
    ask: (asking, fetch) => ask(asking, fetch),
    delete: (made, fetch) => deleteMade(made, fetch),
    make: async (creator, side, mark, key) => {
      const values = findPathValues(creator, side);
      if (values === undefined) return undefined;
      const path = Object.fromEntries(
        listParameters(creator.path).map((name) => [name, encodeSegment(values[name] ?? '')]),
      );
      const plain = createAsking(creator, path, mark);
      const header = findIdempotencyHeader(creator);
      const keyed = key !== undefined && header !== undefined ? { [header]: key } : {};
      const asking = { ...plain, headers: { ...plain.headers, ...keyed } };
      const answer = await ask(asking, side.user.fetch);
      return isDone(answer) ? readMade(operations, asking, values, answer, mark) : undefined;
    },
    needsCondition: ({ key }) => void conditional.add(key),
    idempotencyHeader: findIdempotencyHeader,
    tidy: async (fetches) => {
      // Deletes contents before their containers, even if the attack was aborted.
      const toTheEnd = { ...network, signal: undefined };
      for (const { made, by } of litter.splice(0).toReversed()) {
        const others = fetches.filter((fetch) => fetch !== by);
        for (const fetch of [by, ...others]) {
          const answer = await deleteMade(made, fetch, toTheEnd);
          if (answer === undefined || isDone(answer)) break;
        }
      }
    },
  };
};

const findIdempotencyHeader = ({ parameters }: Operation): string | undefined =>
  parameters.find((each) => each.in === 'header' && /idempotency/i.test(each.name))?.name.toLowerCase();

const decodePath = ({ path }: Asking): PathValues =>
  Object.fromEntries(Object.entries(path).map(([name, segment]) => [name, decodeSegment(segment)]));

const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
