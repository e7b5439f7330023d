import type { Row, Trace } from '../../../../infra/local/trace/trace.ts';
import { newUser, type User } from '../../../kit/user.ts';
import type { TracedStack } from '../traced-stack.ts';

/** A stack as seen through its console, and two of its users. */
export interface Scene {
  readonly stack: Pick<TracedStack, 'outputs' | 'ask' | 'fetchTrace' | 'rowWhere'>;
  readonly ann: User;
  readonly bob: User;
}

/** What the console promises of any stack, by the sentence that says it. A check rejects unless its promise is kept. */
export type Promises = Readonly<Record<string, (scene: Scene) => Promise<void>>>;

/** Creates a user. Other tests check answers against the API's document. */
export const createSomeone = ({ stack }: Pick<Scene, 'stack'>): Promise<User> =>
  newUser(stack.outputs, { isSound: false });

export const sceneOf = async (stack: Scene['stack']): Promise<Scene> => ({
  stack,
  ann: await createSomeone({ stack }),
  bob: await createSomeone({ stack }),
});

/** Reads the id by which a client and the console know a request. */
export const readRequestId = ({ headers }: { readonly headers: Headers }): string =>
  headers.get('apigw-requestid') ?? '';

export const traceById = async ({ ask }: Scene['stack'], id: string): Promise<Trace> =>
  (await ask(`/api/chain/trace?${new URLSearchParams({ id })}`)).json() as Promise<Trace>;

let marks = 0;

/** Returns all that the console's chain tells of what happens during `work`. */
export const readTold = async ({ stack }: Scene, work: () => Promise<unknown>): Promise<string> => {
  const before = await fetchLastRow(stack);
  await work();
  const after = await fetchLastRow(stack);
  const rows = after.rows.filter(({ id }) => readNumber(id) > readNumber(before.last) && id !== after.last);
  const traces = await Promise.all(rows.map(({ id }) => traceById(stack, id)));
  return JSON.stringify([rows, traces]);
};

/** Sends a request that serves as a mark. Returns the id of its row, and the rows until then. */
const fetchLastRow = async ({ outputs, rowWhere }: Scene['stack']) => {
  const mark = `/mark-${process.pid}-${marks++}`;
  await fetch(`${outputs.ApiEndpoint}${mark}`);
  const rows: Row[] = [];
  const { id: last } = await rowWhere((row) => {
    rows.push(row);
    return row.path === mark;
  });
  return { last, rows };
};

/** Reads the number in an id. Ids count up. */
export const readNumber = (id: string): number => Number(id.slice(1));
