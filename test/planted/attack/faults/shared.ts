import { okAsync } from 'neverthrow';
import { parseIdempotencyKey } from '../../../../src/adapters/api-gateway/parameters.ts';
import type { HandlerResponse } from '../../../../src/adapters/api-gateway/responses.ts';
import type { OwnerId } from '../../../../src/domain/owner.ts';
import type { FunctionName } from '../../../../src/lambda/routes.ts';
import { type CreatePlant, later, only, type Plant } from './fault.ts';

type Asked = Parameters<ReturnType<Plant>>;

/** Caches good answers under a key that leaves the owner out. */
const remembering =
  (name: FunctionName, keyOf: (event: Asked[2]) => string | undefined): CreatePlant =>
  () => {
    const answers = new Map<string, HandlerResponse>();
    return only([name], (endpoint) => (deps, owner, event) => {
      const key = keyOf(event);
      const known = key === undefined ? undefined : answers.get(key);
      if (known !== undefined) return okAsync(known);
      return endpoint(deps, owner, event).map((response) => {
        if (key !== undefined) answers.set(key, response);
        return response;
      });
    });
  };

/** Faults that share between owners what each should have alone. */
export const sharedFaults = {
  'answers to a get are cached by the note’s id': remembering('get', ({ pathParameters }) => pathParameters?.id),
  'answers to a list are cached by the query': remembering('list', ({ rawQueryString }) => rawQueryString),
  'answers to a create are cached by the key': remembering('create', (event) =>
    parseIdempotencyKey(event).unwrapOr(undefined),
  ),
  'the owner is kept in a variable across a wait': () => {
    let current: OwnerId;
    let onNext = () => {};
    return only(['get', 'list'], (endpoint) => (deps, owner, event) => {
      current = owner;
      onNext();
      return later(async () => {
        // Waits as long as a database call might take, or until the next request.
        await new Promise<void>((resolve) => {
          onNext = resolve;
          setTimeout(resolve, 100);
        });
        return endpoint(deps, current, event);
      });
    });
  },
  'everybody has the first caller’s session': () => {
    let first: OwnerId | undefined;
    return (endpoint) => (deps, owner, event) => {
      first ??= owner;
      return endpoint(deps, first, event);
    };
  },
  'owners are compared by the first half of their ids': () => {
    const known = new Map<string, OwnerId>();
    return (endpoint) => (deps, owner, event) => {
      const half = owner.slice(0, 20);
      const taken = known.get(half) ?? owner;
      known.set(half, taken);
      return endpoint(deps, taken, event);
    };
  },
  'owners are compared by their region': () => {
    const known = new Map<string, OwnerId>();
    return (endpoint) => (deps, owner, event) => {
      const [region = ''] = owner.split(':');
      const taken = known.get(region) ?? owner;
      known.set(region, taken);
      return endpoint(deps, taken, event);
    };
  },
} as const satisfies Readonly<Record<string, CreatePlant>>;
