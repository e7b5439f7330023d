import { type Answer, answerTo, isDone, type Network } from './answer.ts';
import type { Operation } from './api/operations.ts';
import { sampleOf } from './api/sample.ts';
import { isCreator, type Made, madeBy, type PathValues, parametersOf } from './made.ts';
import { type Asking, type Fetch, segmentOf, sentOf } from './request.ts';
import { pathValues, type Side } from './side.ts';

/** Sends requests, and keeps account of what they make. */
export interface Workshop {
  readonly operations: readonly Operation[];
  /** A request that is well-formed, by whoever; `mark` is in its body. */
  readonly askingOf: (operation: Operation, path: Asking['path'], mark: string, tag?: string) => Asking;
  readonly ask: (asking: Asking, fetch: Fetch) => Promise<Answer>;
  /** Makes an object; `undefined` if that did not work. */
  readonly make: (
    creator: Operation,
    side: Pick<Side, 'user' | 'kept'>,
    mark: string,
    key?: string,
  ) => Promise<Made | undefined>;
  readonly remove: (made: Made, fetch: Fetch) => Promise<Answer | undefined>;
  /** From now on, this operation is asked with `If-Match`: without, it answers 428. */
  readonly needsCondition: (operation: Operation) => void;
  readonly idempotencyHeader: (operation: Operation) => string | undefined;
  /** Deletes whatever was made so far: by who made it, or by whoever has it instead. */
  readonly tidy: (fetches: readonly Fetch[]) => Promise<void>;
}

export const workshopOf = (operations: readonly Operation[], network: Network): Workshop => {
  const conditional = new Set<string>();
  const litter: { readonly made: Made; readonly by: Fetch }[] = [];

  const askingOf: Workshop['askingOf'] = (operation, path, mark, tag) => {
    const { parameters, body } = operation;
    const required = parameters.filter((each) => each.required);
    const value = (schema: (typeof required)[number]['schema']) => String(sampleOf(schema, mark));
    const headers = required
      .filter((each) => each.in === 'header')
      .map(({ name, schema }) => [name.toLowerCase(), value(schema)] as const);
    return {
      ...{ operation, path },
      query: required.filter((each) => each.in === 'query').map(({ name, schema }) => [name, value(schema)] as const),
      headers: { ...Object.fromEntries(headers), ...(conditional.has(operation.key) && { 'if-match': tag ?? '*' }) },
      ...(body !== undefined && { body: sampleOf(body, mark) }),
    };
  };

  const ask = async (asking: Asking, fetch: Fetch, by: Network = network): Promise<Answer> => {
    const answer = await answerTo(sentOf(asking), fetch, by);
    const { operation, method = operation.method } = asking;
    if (method === 'POST' && isDone(answer) && isCreator(operation, operations))
      litter.push({ made: madeBy(operations, asking, decodedPath(asking), answer, ''), by: fetch });
    return answer;
  };

  const removerOf = ({ names }: Made): { readonly operation: Operation; readonly values: PathValues } | undefined => {
    for (const operation of operations) {
      const values = operation.method === 'DELETE' ? names.get(operation.path) : undefined;
      if (values !== undefined) return { operation, values };
    }
    return undefined;
  };

  const remove = async (made: Made, fetch: Fetch, by?: Network): Promise<Answer | undefined> => {
    const remover = removerOf(made);
    if (remover === undefined) return undefined;
    const path = Object.fromEntries(Object.entries(remover.values).map(([name, value]) => [name, segmentOf(value)]));
    const { operation } = remover;
    const attempt = (tag?: string) => ask(askingOf(operation, path, '', tag), fetch, by);
    const answer = await attempt();
    if (answer.status !== 428) return answer;
    conditional.add(operation.key);
    // `*` is any version [RFC 9110, 13.1.1], where an API knows it.
    const anyVersion = await attempt();
    return isDone(anyVersion) ? anyVersion : attempt(made.tag);
  };

  return {
    ...{ operations, askingOf },
    ask: (asking, fetch) => ask(asking, fetch),
    remove: (made, fetch) => remove(made, fetch),
    make: async (creator, side, mark, key) => {
      const values = pathValues(creator, side);
      if (values === undefined) return undefined;
      const path = Object.fromEntries(parametersOf(creator.path).map((name) => [name, segmentOf(values[name] ?? '')]));
      const plain = askingOf(creator, path, mark);
      const header = idempotencyHeader(creator);
      const keyed = key !== undefined && header !== undefined ? { [header]: key } : {};
      const asking = { ...plain, headers: { ...plain.headers, ...keyed } };
      const answer = await ask(asking, side.user.fetch);
      return isDone(answer) ? madeBy(operations, asking, values, answer, mark) : undefined;
    },
    needsCondition: ({ key }) => void conditional.add(key),
    idempotencyHeader,
    tidy: async (fetches) => {
      // What is inside goes before what it is in; also when the attack was broken off.
      const toTheEnd = { ...network, signal: undefined };
      for (const { made, by } of litter.splice(0).toReversed()) {
        const others = fetches.filter((fetch) => fetch !== by);
        for (const fetch of [by, ...others]) {
          const answer = await remove(made, fetch, toTheEnd);
          if (answer === undefined || isDone(answer)) break;
        }
      }
    },
  };
};

const idempotencyHeader = ({ parameters }: Operation): string | undefined =>
  parameters.find((each) => each.in === 'header' && /idempotency/i.test(each.name))?.name.toLowerCase();

const decodedPath = ({ path }: Asking): PathValues =>
  Object.fromEntries(Object.entries(path).map(([name, segment]) => [name, decoded(segment)]));

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
