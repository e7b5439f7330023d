import type { Row, Trace } from '../../../infra/local/trace/trace.ts';
import { newUser, type User } from '../../user.ts';
import type { TracedStack } from '../traced-stack.ts';

/** A stack that is looked at by its console, and two of its users. */
export interface Scene {
  readonly stack: Pick<TracedStack, 'outputs' | 'ask' | 'fetchTrace' | 'rowWhere'>;
  readonly ann: User;
  readonly bob: User;
}

/** What the console promises of any stack, by the sentence that says it. Rejects where it is not kept. */
export type Promises = Readonly<Record<string, (scene: Scene) => Promise<void>>>;

/** Answers are held to the API's document elsewhere. */
export const someoneNew = ({ stack }: Pick<Scene, 'stack'>): Promise<User> =>
  newUser(stack.outputs, { isSound: false });

export const sceneOf = async (stack: Scene['stack']): Promise<Scene> => ({
  stack,
  ann: await someoneNew({ stack }),
  bob: await someoneNew({ stack }),
});

/** By which a client and the console know a request. */
export const idOf = ({ headers }: { readonly headers: Headers }): string => headers.get('apigw-requestid') ?? '';

export const traceById = async ({ ask }: Scene['stack'], id: string): Promise<Trace> =>
  (await ask(`/api/chain/trace?${new URLSearchParams({ id })}`)).json() as Promise<Trace>;

let marks = 0;

/** All that the console's chain tells of what happens meanwhile. */
export const toldOf = async ({ stack }: Scene, work: () => Promise<unknown>): Promise<string> => {
  const before = await lastRow(stack);
  await work();
  const after = await lastRow(stack);
  const rows = after.rows.filter(({ id }) => numberOf(id) > numberOf(before.last) && id !== after.last);
  const traces = await Promise.all(rows.map(({ id }) => traceById(stack, id)));
  return JSON.stringify([rows, traces]);
};

/** The row of a request that is made for it, and those that there were until then. */
const lastRow = async ({ outputs, rowWhere }: Scene['stack']) => {
  const mark = `/mark-${process.pid}-${marks++}`;
  await fetch(`${outputs.ApiEndpoint}${mark}`);
  const rows: Row[] = [];
  const { id: last } = await rowWhere((row) => {
    rows.push(row);
    return row.path === mark;
  });
  return { last, rows };
};

/** Ids count up. */
export const numberOf = (id: string): number => Number(id.slice(1));
