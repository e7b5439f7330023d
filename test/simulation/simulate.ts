import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createNotesHandler } from '../../src/adapters/api-gateway/handler.ts';
import { createDynamoNoteStore } from '../../src/adapters/dynamodb/dynamo-note-store.ts';
import type { DynamoDB } from '../../src/adapters/dynamodb/dynamodb.ts';
import { createSdkDynamoDB } from '../../src/adapters/dynamodb/sdk-dynamodb.ts';
import type { LogLine } from '../../src/adapters/system/log.ts';
import { createServiceClient } from '../../src/aws/service-client.ts';
import { createWireDynamoDB } from '../../src/aws/wire-dynamodb.ts';
import { type NoteId, parseNoteId, parseRevision } from '../../src/domain/note.ts';
import { parseOwnerId } from '../../src/domain/owner.ts';
import { endpoints } from '../../src/lambda/endpoint-of-function.ts';
import { patience } from '../../src/lambda/patience.ts';
import { type FunctionName, routes } from '../../src/lambda/routes.ts';
import type { NoteStore } from '../../src/ports/note-store.ts';
import { createEvent, type EventOptions, identityPoolId, userPoolId } from '../kit/event.ts';
import { createExchangeFromEvent } from '../openapi/exchange.ts';
import { expectConforming } from '../openapi/expect-conforming.ts';
import { checkAnswer, createCanary, must } from './answers.ts';
import { parseOwner, simulatedDynamo } from './dynamo.ts';
import type { NetworkFault, Plan } from './faults.ts';
import { checkNote, type Operation } from './history.ts';
import type { Action, Draft, NoteName, ScheduledAction } from './scheduled-actions.ts';
import { type FaultyTransport, faultyTransport, type SdkOptions, type SdkRequest } from './transport.ts';
import { inVirtualTime, type VirtualTime } from './virtual-time.ts';

/** A run: its actions, and its faults. */
export interface Scenario {
  readonly commands: readonly ScheduledAction[];
  readonly plans: readonly Plan[];
  /** The seed of the SDK's back-off. */
  readonly seed: number;
}

export interface Tally {
  commands: number;
  readonly faults: Map<NetworkFault, number>;
}

/** Opens the store under test, over DynamoDB. */
export type OpenStore = (dynamoDB: DynamoDB, table: string, signal: AbortSignal) => NoteStore;

/** The way to DynamoDB: the functions' own transport, or the SDK, which users of the library bring. */
export type Way = 'wire' | 'sdk';

/** Identity ids that begin alike. */
const identities = [
  'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7',
  'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae8',
  'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae9',
];

const keyNumber = (key: number): string => `0192d3c4-0000-7000-8000-00000000000${key + 1}`;
const madeBy = (command: number): string => `0192d3c4-0001-7000-8000-0000000001${String(command).padStart(2, '0')}`;
const idOf = (name: NoteName): string => ('key' in name ? keyNumber(name.key) : madeBy(name.madeBy));
const formatEtag = (command: number): string => `"r${command}"`;

/** Virtual time begins here, so that a clock that is wrong stays above zero. */
const epoch = 1_795_410_000_000;

/** The same values as the functions use. */
const { maxAttempts, silence: requestTimeout } = patience;

/** Milliseconds that are reserved for the answer, and the most that a request without a fault takes. */
const [timeToAnswer, roundTrip] = [500, 61];

const routeKeys = Object.fromEntries(
  routes.map(({ function: name, method, path }) => [name, `${method} ${path}`]),
) as Readonly<Record<FunctionName, string>>;

/** The deployed adapter. */
const adapter: OpenStore = (dynamoDB, table, signal) => createDynamoNoteStore(dynamoDB, table, { signal });

/**
 * Runs scenarios through the five handlers, the DynamoDB adapter and a way to DynamoDB, over a simulated DynamoDB with
 * faults. Throws if any promise is broken: by an answer that cannot be true, anything of another owner's, a 5xx without
 * a fault, an answer too late, or a process that does not recover. All runs share a client, as the requests of an
 * environment do.
 */
export const simulation = (
  way: Way,
  openStore: OpenStore = adapter,
): ((scenario: Scenario, tally?: Tally) => Promise<void>) => {
  let transport: FaultyTransport | undefined;
  const present = (): FaultyTransport => {
    if (transport === undefined) throw new Error('A request was sent between two runs.');
    return transport;
  };
  const { client, fresh } = ways[way](present);
  let warm: Promise<void> | undefined;
  /** Sends one request in real time: at its first, a client may read files. */
  const warmUp = async (): Promise<void> => {
    const time = { now: () => 0, sleep: async () => {} };
    transport = faultyTransport({ dynamo: simulatedDynamo(), time, plans: [], requestTimeout, onRequest: () => {} });
    const nobody = parseOwnerId('nobody')._unsafeUnwrap();
    await createDynamoNoteStore(client, 'notes').find(nobody, parseNoteId(keyNumber(0))._unsafeUnwrap());
  };

  const run = async ({ commands, plans }: Scenario, time: VirtualTime, tally?: Tally): Promise<void> => {
    const dynamo = simulatedDynamo();
    const owners = new Map<AbortSignal, { readonly who: number; readonly faults: NetworkFault[] }>();
    transport = faultyTransport({
      ...{ dynamo, time, plans, requestTimeout },
      onRequest: ({ signal, body, fault }) => {
        const operation = signal && owners.get(signal);
        must(operation !== undefined, 'A request was sent without the signal of its function.');
        must(parseOwner(body) === identities[operation.who], 'A request names another owner.');
        if (fault === 'none') return;
        operation.faults.push(fault);
        tally?.faults.set(fault, (tally.faults.get(fault) ?? 0) + 1);
      },
    });

    const carryOut = async ({ who, action, remaining, skew }: ScheduledAction, number: number): Promise<Operation> => {
      const routeKey = routeKeys[action.type];
      const faults: NetworkFault[] = [];
      const log: LogLine[] = [];
      const began = time.now();
      const at = epoch + began + skew;
      const deadline = began + remaining;
      const clock = { now: () => at };
      const parts = {
        identity: { identityPoolId, userPoolId, owner: 'identity' as const },
        log: (line: LogLine) => void log.push(line),
        clock,
        dependencies: (_: unknown, signal: AbortSignal) => {
          owners.set(signal, { who, faults });
          return {
            store: openStore(client, 'notes', signal),
            clock,
            noteIds: { next: (): NoteId => parseNoteId(madeBy(number))._unsafeUnwrap() },
            revisions: { next: () => parseRevision(`r${number}`)._unsafeUnwrap() },
            requireIfMatch: false,
          };
        },
      };
      const draft = 'draft' in action ? ownDraft(who, action.draft) : undefined;
      const asked = createEventOptions(routeKey, identities[who] ?? '', action, draft);
      const event = createEvent(asked);
      const response = await createNotesHandler(parts, endpoints[action.type])(event, {
        getRemainingTimeInMillis: () => deadline - time.now(),
      });
      expectConforming(createExchangeFromEvent(event, response));
      const ended = time.now();
      if (tally) tally.commands++;
      must(
        ended <= Math.max(began, deadline - timeToAnswer),
        `An answer came ${ended - deadline} ms after the deadline.`,
      );
      checkAnswer(response, {
        who,
        owners: identities.length,
        mayFail: faults.length > 0 || remaining < timeToAnswer + roundTrip,
        log,
      });
      return {
        ...{ number, who, action, draft, at, began, ended, response, faults },
        noteId: findNoteId(action, number),
        expected: 'expected' in action && action.expected !== undefined ? action.expected.map(formatEtag) : 'any',
        etag: formatEtag(number),
      };
    };

    const running: Promise<Operation>[] = [];
    for (const [number, command] of commands.entries()) {
      if (command.gap > 0) await time.sleep(command.gap);
      const operation = carryOut(command, number);
      // Awaited below; until then, a rejection must not count as unhandled.
      operation.catch(() => {});
      running.push(operation);
    }
    const operations = await Promise.all(running);

    // Waits until the last late request has arrived, and the last planned fault has occurred.
    await time.sleep(60_000);
    transport.heal();
    for (const [who] of identities.entries()) {
      const known = new Set(
        operations
          .filter((each) => each.who === who)
          .flatMap((each) => (each.action.type === 'list' ? [] : (each.noteId ?? []))),
      );
      const seen = await carryOut(
        { who, gap: 0, remaining: 10_000, skew: 0, action: { type: 'list', limit: 100 } },
        commands.length,
      );
      must(seen.response.statusCode === 200, 'A list after the faults failed.');
      for (const note of JSON.parse(seen.response.body ?? '') as { noteId: string }[])
        must(known.has(note.noteId), 'There is a note that nobody created.');
      const mine = [...operations.filter((each) => each.who === who), seen];
      for (const noteId of known) checkNote(mine, noteId);
    }
    transport = undefined;
  };

  return async (scenario, tally) => {
    warm ??= warmUp();
    await warm;
    await fresh();
    await inVirtualTime(scenario.seed, (time) => run(scenario, time, tally));
  };
};

interface Client {
  readonly client: DynamoDB;
  /** Called before each run. */
  readonly fresh: () => Promise<void>;
}

const ways: Readonly<Record<Way, (transport: () => FaultyTransport) => Client>> = {
  wire: (transport) => ({
    client: createWireDynamoDB(
      createServiceClient({
        ...{ host: 'dynamodb.us-east-1.amazonaws.com', region: 'us-east-1', service: 'dynamodb', maxAttempts },
        credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 's' }),
        exchange: (request, signal) => transport().exchange(request, signal),
      }),
    ),
    fresh: async () => {},
  }),
  sdk: (transport) => {
    const client = new DynamoDBClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts,
      requestHandler: {
        metadata: { handlerProtocol: 'http/1.1' },
        handle: (request: SdkRequest, options?: SdkOptions) => transport().handle(request, options),
      },
    });
    return { client: createSdkDynamoDB(client), fresh: createFreshRetries(client) };
  },
};

/**
 * Gives a client a new retry strategy, as the next run's process would have. A client that met many faults stops
 * retrying until successes have restored its retry quota.
 */
const createFreshRetries = (client: DynamoDBClient): (() => Promise<void>) => {
  const { config } = client;
  const first = config.retryStrategy();
  return async () => {
    const Strategy = (await first).constructor as new (maxAttempts: number) => Awaited<typeof first>;
    const strategy = new Strategy(maxAttempts);
    config.retryStrategy = async () => strategy;
  };
};

const findNoteId = (action: Action, number: number): string | undefined => {
  if (action.type === 'create') return action.key === undefined ? madeBy(number) : keyNumber(action.key);
  if (action.type === 'list') return action.after && idOf(action.after);
  return idOf(action.note);
};

const ownDraft = (who: number, { content, attachment }: Draft) => ({
  content: `${createCanary(who)}${content}`,
  ...(attachment !== undefined && { attachment: `${createCanary(who)}${attachment}` }),
});

const createEventOptions = (
  routeKey: string,
  identityId: string,
  action: Action,
  draft: object | undefined,
): EventOptions => {
  const asked = { routeKey, identityId, ...(draft !== undefined && { body: JSON.stringify(draft) }) };
  if (action.type === 'create')
    return { ...asked, ...(action.key !== undefined && { headers: { 'idempotency-key': keyNumber(action.key) } }) };
  if (action.type === 'list')
    return { ...asked, query: { limit: String(action.limit), ...(action.after && { after: idOf(action.after) }) } };
  const expected = 'expected' in action ? action.expected : undefined;
  return {
    ...asked,
    id: idOf(action.note),
    ...(expected !== undefined && { headers: { 'if-match': expected.map(formatEtag).join(', ') } }),
  };
};
