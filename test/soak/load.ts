import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { startFaultyDynamo } from '../kit/faulty-dynamo.ts';
import { startTestStack } from '../kit/local-stack.ts';
import { newUser, type User } from '../kit/user.ts';
import { checkAnswer } from '../simulation/answers.ts';
import { parseOwner } from '../simulation/dynamo.ts';
import { faultKinds, type NetworkFault, noFault, type Plan } from '../simulation/faults.ts';
import { checkNote, type Operation } from '../simulation/history.ts';
import type { Action } from '../simulation/scheduled-actions.ts';
import { table } from './report.ts';
import { signedOperation } from './signed-operation.ts';

const usage = `npm run test:load -- [--seconds N] [--clients N] [--seed N]

Some clients (12) send requests to the local stack without a pause, for 60 seconds, with faults in 5 % of the requests
to DynamoDB and, in the middle, a blackout for a sixth of the time, in which DynamoDB answers nothing at all. Exits
with 1 if an answer cannot be true or came after its deadline, or if the stack has not recovered a second after
DynamoDB.`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    clients: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    help: { type: 'boolean', default: false },
  },
});
const [seconds, clients, seed] = [values.seconds, values.clients, values.seed].map(Number) as [number, number, number];
if (values.help || ![seconds, clients, seed].every((value) => value > 0)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
const faultRate = 0.05;
const kinds = (Object.keys(faultKinds) as NetworkFault[]).filter((kind) => kind !== 'stale read');

/** A client's actions on a note before it takes another, in order. */
const someActions: fc.Arbitrary<readonly Action['type'][]> = fc.array(
  fc.constantFrom('create', 'get', 'list', 'update', 'update', 'delete'),
  { minLength: 4, maxLength: 8 },
);

const operations = new Map<number, Operation[]>();
const fired: { readonly owner: string; readonly kind: NetworkFault; readonly at: number }[] = [];
let blackout = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
let planned = 0;
const planFor = (): Plan => {
  const now = Date.now();
  const draw = planned++;
  // DynamoDB carries out half of the requests of the blackout all the same.
  if (now >= blackout.from && now < blackout.to)
    return { ...noFault, fault: draw % 2 ? 'silent before' : 'silent after' };
  const kind = draw % Math.round(1 / faultRate) === 0 ? kinds[(draw * faultRate) % kinds.length] : undefined;
  return { ...noFault, fault: kind ?? 'none', late: 500, back: kind === 'slow answer' ? 600 : 1 };
};

let target = '';
await using dynamo = await startFaultyDynamo({
  target: () => target,
  planFor,
  onFault: (kind, { body }) => fired.push({ owner: parseOwner(body), kind, at: Date.now() }),
});
await using stack = await startTestStack({ environment: { AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint } });
target = stack.outputs.DynamoDbEndpoint;

const users: User[] = [];
for (let who = 0; who < Math.ceil(clients / 2); who++) users.push(await newUser(stack.outputs));

const started = Date.now();
const over = started + seconds * 1000;
blackout = { from: started + (seconds * 1000 * 5) / 12, to: started + (seconds * 1000 * 7) / 12 };
let answers = 0;
const telling = setInterval(() => {
  const dark = Date.now() >= blackout.from && Date.now() < blackout.to ? ', blackout' : '';
  console.log(`${Math.round((Date.now() - started) / 1000)} of ${seconds} s, ${answers} answers${dark}`);
}, 5000);

/** Runs a client. Two clients share each user; each uses notes of its own, in turn. */
const client = async (number: number): Promise<void> => {
  const who = number % users.length;
  const user = users[who] as User;
  const mine: Operation[] = [];
  operations.set(number, mine);
  let steps = 0;
  const carryOut = async (type: Action['type'], noteId: string): Promise<Operation> => {
    const draft = { content: steps % 2 ? 'one' : 'two' } as const;
    const note = { key: 0 };
    const action: Action = {
      create: { type: 'create', draft: { content: 'one' } } as const,
      get: { type: 'get', note } as const,
      list: { type: 'list', limit: 10 } as const,
      update: { type: 'update', note, draft } as const,
      delete: { type: 'delete', note } as const,
    }[type];
    const about = type === 'list' ? undefined : noteId;
    const asked = { number: steps++, who, user, action, noteId: about, expected: 'any' as const };
    const operation = await signedOperation(asked, () => []);
    checkAnswer(operation.response, { who, owners: users.length, mayFail: true });
    answers++;
    mine.push(operation);
    return operation;
  };
  for (let note = 0; Date.now() < over; note++) {
    const noteId = v7();
    const [actions = []] = fc.sample(someActions, { seed: seed + number * 100_000 + note, numRuns: 1 });
    const first = mine.length;
    for (const type of actions) if (Date.now() < over) await carryOut(type, noteId);
    while ((await carryOut('get', noteId)).response.statusCode === 503);
    checkNote(mine.slice(first), noteId);
  }
};
const outcomes = await Promise.allSettled(Array.from({ length: clients }, (_, number) => client(number)));
clearInterval(telling);

const all = [...operations.values()].flat();
const isFailed = ({ response }: Operation) => response.statusCode >= 500;
const between = (from: number, to: number) => all.filter(({ ended }) => ended >= from && ended < to);
const measureRate = (from: number, to: number) =>
  (between(from, to).filter((each) => !isFailed(each)).length / (to - from)) * 1000;
const failedShare = (from: number, to: number) => between(from, to).filter(isFailed).length / between(from, to).length;
const before = [started + 2000, blackout.from] as const;
const after = [blackout.to + 1000, over] as const;
const [normal, recovered] = [measureRate(...before), measureRate(...after)];
const firstSecond = Array.from({ length: 10 }, (_, tenth) =>
  Math.round(measureRate(blackout.to + tenth * 100, blackout.to + tenth * 100 + 100)),
);
const lastFailure = Math.max(
  blackout.to,
  ...all.filter((each) => isFailed(each) && each.began < blackout.to).map(({ ended }) => ended),
);
const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
console.log(
  table([
    ['answers', all.length],
    ['faults', fired.length],
    ['longest answer, ms', Math.max(...all.map(({ began, ended }) => ended - began))],
    ['good answers a second before the blackout', Math.round(normal)],
    ['good answers a second in the blackout', Math.round(measureRate(blackout.from, blackout.to))],
    ['good answers a second from a second after it', Math.round(recovered)],
    ['… in each tenth of the first second', firstSecond.join(' ')],
    ['503 before the blackout', percent(failedShare(...before))],
    ['503 in the blackout', percent(failedShare(blackout.from, blackout.to))],
    ['503 from a second after it', percent(failedShare(...after))],
    ['last 503 of the blackout came after its end, ms', lastFailure - blackout.to],
  ]),
);
const violations = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
if (lastFailure - blackout.to > 1000) violations.push('A failure of the blackout came more than a second after it.');
if (recovered < normal * 0.7) violations.push('A second after the blackout the stack was slower than before it.');
console.log(`${violations.length} violations`);
for (const violation of violations) console.error(violation.slice(0, 2000));
process.exitCode = violations.length > 0 ? 1 : 0;
