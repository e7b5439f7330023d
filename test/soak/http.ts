import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { v7 } from 'uuid';
import type { Outputs } from '../../infra/local/outputs.ts';
import { startFaultyDynamo } from '../kit/faulty-dynamo.ts';
import { startTestStack } from '../kit/local-stack.ts';
import { newUser, type User } from '../kit/user.ts';
import { checkAnswer, must } from '../simulation/answers.ts';
import { parseOwner } from '../simulation/dynamo.ts';
import { faultKinds, type NetworkFault, type Plan } from '../simulation/faults.ts';
import { checkNote, type Operation } from '../simulation/history.ts';
import {
  type Action,
  type NoteName,
  owners,
  type ScheduledAction,
  someCommands,
} from '../simulation/scheduled-actions.ts';
import { functionTime, signedOperation } from './signed-operation.ts';

export interface HttpSoakOptions {
  readonly seed: number;
  readonly count: number;
  /** The number of sequences at a time; each has users of its own. */
  readonly lanes: number;
  /** The share of requests to DynamoDB that have a fault, 0 to 1. */
  readonly faultRate: number;
  readonly onSequence: (result: { readonly commands: number; readonly violation?: string }) => void;
  readonly onFault: (kind: NetworkFault) => void;
}

interface Fired {
  readonly owner: string;
  readonly kind: NetworkFault;
  readonly at: number;
}

interface FaultLog {
  readonly listFaults: (user: User, began: number) => NetworkFault[];
  /** Functions share connections, so one that breaks during one user's request may break another's. */
  readonly anyFaultSince: (began: number) => boolean;
}

/**
 * Runs random sequences of actions by three signed-in users, as signed requests over HTTP to the local stack, whose
 * functions reach DynamoDB through connections with faults. Sequences run in parallel, and each is checked on its own.
 */
export const httpSoak = async (options: HttpSoakOptions): Promise<void> => {
  const { seed, count, lanes, faultRate, onSequence, onFault } = options;
  const kinds = Object.keys(faultKinds) as NetworkFault[];
  const plans = planStream(seed, faultRate, kinds);
  let fired: Fired[] = [];
  let target = '';
  await using dynamo = await startFaultyDynamo({
    target: () => target,
    planFor: () => plans.next().value,
    onFault: (kind, { body }) => {
      onFault(kind);
      fired.push({ owner: parseOwner(body), kind, at: Date.now() });
    },
  });
  await using stack = await startTestStack({ environment: { AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint } });
  target = stack.outputs.DynamoDbEndpoint;

  const log: FaultLog = {
    listFaults: ({ identityId }, began) =>
      fired.filter(({ owner, at }) => owner === identityId && at >= began).map(({ kind }) => kind),
    anyFaultSince: (began) => fired.some(({ at }) => at >= began),
  };

  let next = 0;
  const lane = async (): Promise<void> => {
    const users = await createUsers(stack.outputs);
    while (next < count) {
      const number = next++;
      const [commands = []] = fc.sample(someCommands, { seed: seed + number, numRuns: 1 });
      const violation = await runSequence(users, commands, log).then(
        () => undefined,
        (error: Error) => `Sequence ${number} of seed ${seed}: ${error.message}`,
      );
      onSequence({ commands: commands.length, ...(violation !== undefined && { violation }) });
      // Nobody needs the data of a finished sequence.
      fired = fired.filter(({ at }) => at > Date.now() - 2 * functionTime);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const line of stack.lines.filter((each) => each.includes('Unexpected failure')))
    console.error(line.slice(0, 400));
  must(!stack.lines.some((line) => line.includes('canary')), 'A line of a function’s log has content.');
};

const createUsers = async (outputs: Outputs): Promise<readonly User[]> => {
  const users: User[] = [];
  for (let who = 0; who < owners; who++) users.push(await newUser(outputs));
  return users;
};

function* planStream(seed: number, faultRate: number, kinds: readonly NetworkFault[]): Generator<Plan> {
  const perMille = Math.round(faultRate * 1000);
  const fault = fc.oneof(
    { weight: 1000 - perMille, arbitrary: fc.constant('none' as const) },
    { weight: perMille, arbitrary: fc.constantFrom(...kinds) },
    // Drawn often, as it still fires least of all: few reads repeat an earlier one.
    { weight: perMille, arbitrary: fc.constant('stale read' as const) },
  );
  const plan = fc.record({ fault, there: fc.nat(3), back: fc.nat(3), late: fc.oneof(fc.nat(20), fc.nat(2000)) });
  for (let chunk = 0; ; chunk++) yield* fc.sample(plan, { seed: seed + chunk, numRuns: 1000 });
}

const runSequence = async (
  users: readonly User[],
  commands: readonly ScheduledAction[],
  { listFaults, anyFaultSince }: FaultLog,
): Promise<void> => {
  // Newer than all of these users' earlier notes, so that short lists show them.
  const keys = new Map<string, string>();
  const findOrCreateId = (name: NoteName): string => {
    const text = JSON.stringify(name);
    const id = keys.get(text) ?? v7();
    keys.set(text, id);
    return id;
  };
  const told = new Map<number, string>();

  const carryOut = async (
    { who, action }: Pick<ScheduledAction, 'who' | 'action'>,
    number: number,
  ): Promise<Operation> => {
    const user = users[who] as User;
    const named = 'expected' in action ? action.expected : undefined;
    const expected = named?.map((each) => told.get(each) ?? '"none"') ?? ('any' as const);
    const asked = { number, who, user, action, noteId: findNoteId(action, number), expected };
    const operation = await signedOperation(asked, listFaults);
    const { response, began, faults } = operation;
    checkAnswer(response, { who, owners, mayFail: faults.length > 0 || anyFaultSince(began - 1000) });
    if (response.headers.etag !== undefined) told.set(number, response.headers.etag);
    return operation;
  };
  const findNoteId = (action: Action, number: number): string | undefined => {
    if (action.type === 'create')
      return findOrCreateId(action.key === undefined ? { madeBy: number } : { key: action.key });
    if (action.type === 'list') return action.after && findOrCreateId(action.after);
    return findOrCreateId(action.note);
  };

  const running: Promise<Operation>[] = [];
  for (const [number, command] of commands.entries()) {
    if (command.gap > 0) await sleep(Math.min(command.gap, 30));
    const operation = carryOut(command, number);
    // Awaited below; until then, a rejection must not count as unhandled.
    operation.catch(() => {});
    running.push(operation);
  }
  const operations = (await Promise.allSettled(running)).map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
  for (const who of users.keys()) {
    const mine = operations.filter((each) => each.who === who);
    const ids = new Set(mine.flatMap(({ action, noteId }) => (action.type === 'list' ? [] : (noteId ?? []))));
    // Reads the final state, repeating until there is an answer.
    for (const id of ids) {
      for (let number = commands.length; ; number++) {
        const seen = await carryOut({ who, action: { type: 'get', note: findName(keys, id) } }, number);
        mine.push(seen);
        if (seen.response.statusCode !== 503) break;
      }
      checkNote(mine, id);
    }
  }
};

const findName = (keys: ReadonlyMap<string, string>, id: string): NoteName => {
  for (const [name, known] of keys) if (known === id) return JSON.parse(name);
  throw new Error(`No name is known for ${id}.`);
};
