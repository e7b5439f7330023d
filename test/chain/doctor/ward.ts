import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { admin } from '../../../infra/local/stack.ts';
import { createExamination, type DoctorOptions } from '../../../src/cli/examination.ts';
import { run } from '../../../src/cli/run.ts';
import { createTerminal } from '../../../src/cli/terminal.ts';
import type { World } from '../../../src/cli/world.ts';
import { type CheckResult, examine } from '../../../src/doctor/examine.ts';
import { createItems } from '../../kit/items.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';
import type { Ran } from '../../kit/run-notes.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';

/** The members of an outputs file; `undefined` ones are left out. */
export type StackOutputs = Readonly<Record<string, unknown>>;

export interface Visit extends DoctorOptions {
  /** The outputs in place of the true ones, or a text that is not outputs at all; `null` for no file. */
  readonly outputsAre?: StackOutputs | string | null;
  readonly world?: Partial<World>;
  readonly patience?: number;
  /** Whether the stack is asked why it refused, which takes a moment. */
  readonly explained?: boolean;
  /** The content of the file of sign-ins. By default it has the signed-in user's. */
  readonly session?: string;
}

/** One stack behind two proxies, with a signed-in user, for one fault after the other. */
export interface Ward extends AsyncDisposable {
  readonly stack: LocalStack;
  readonly api: FaultyProxy;
  readonly pools: FaultyProxy;
  /** The true outputs, with the addresses of the proxies. */
  readonly outputs: StackOutputs;
  /** The signed-in user's file of sign-ins, and the one of examinations that have another. */
  readonly session: string;
  readonly otherSession: string;
  /** Examines once, and resolves to the steps. */
  examined(visit?: Visit): Promise<readonly CheckResult[]>;
  notes(args: readonly string[], visit?: Visit): Promise<Ran>;
  /** Reads the notes that are in the table. */
  left(): Promise<readonly unknown[]>;
  /** Collects all that was secret in what passed. */
  secrets(): ReadonlySet<string>;
}

export const startWard = async (): Promise<Ward> => {
  await using made = new AsyncDisposableStack();
  const stack = made.use(await startTestStack());
  const [api, pools] = [
    made.use(await startFaultyProxy(stack.outputs.ApiEndpoint)),
    made.use(await startFaultyProxy(stack.outputs.CognitoEndpoint)),
  ];
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  made.defer(() => rm(folder, { recursive: true, force: true }));
  const outputs = { ...stack.outputs, ApiEndpoint: api.url, CognitoEndpoint: pools.url };
  // Beside the file in which the stack keeps refusals.
  const file = join(stack.data, 'given.json');
  const [session, otherSession] = [join(folder, 'session.json'), join(folder, 'other-session.json')];

  const createWorld = async ({ outputsAre = outputs, world, session: kept }: Visit) => {
    let [out, err] = ['', ''];
    if (outputsAre === null) await rm(file, { force: true });
    else await writeFile(file, typeof outputsAre === 'string' ? outputsAre : JSON.stringify(outputsAre));
    if (kept !== undefined) await writeFile(otherSession, kept, { mode: 0o600 });
    const all: World = {
      env: {
        NOTES_SESSION: kept === undefined ? session : otherSession,
        ...(outputsAre !== null && { NOTES_OUTPUTS: file }),
      },
      ...{ cwd: folder, platform: process.platform, node: process.versions.node, home: () => folder },
      ...{ uid: process.geteuid?.(), isTTY: false, now: Date.now, signal: new AbortController().signal },
      // Much less than is asked for, but still a wait.
      sleep: (milliseconds) => sleep(Math.min(milliseconds, 20)),
      stdin: async function* () {},
      stdout: (text) => {
        out += text;
      },
      stderr: (text) => {
        err += text;
      },
      prompts: { password: nobody, text: nobody, confirm: nobody },
      ...world,
    };
    return { world: all, ran: (code: number): Ran => ({ code, out, err }) };
  };
  const notes = async (args: readonly string[], visit: Visit = {}): Promise<Ran> => {
    const { world, ran } = await createWorld(visit);
    return ran(await run(args, world));
  };
  const { code, err } = await notes(['sign-in', admin.email, '--password', admin.password]);
  if (code !== 0) throw new Error(`Nobody could be signed in: ${err}`);
  const secrets = new Set([admin.password]);

  const held = made.move();
  return {
    ...{ stack, api, pools, outputs, session, otherSession, notes },
    examined: async ({ patience, explained = false, ...visit } = {}) => {
      const { world } = await createWorld(visit);
      const here = { world, terminal: createTerminal(world), client: world };
      const steps: CheckResult[] = [];
      const { explained: why, ...examination } = createExamination(here, visit);
      for await (const step of examine({ ...examination, patience, ...(explained && { explained: why }) }))
        steps.push(step);
      return steps;
    },
    left: async () => (await createItems(stack.outputs)).filter((item) => item.deletedAt === undefined),
    secrets: () => {
      for (const { request, reply } of [...api.passed.splice(0), ...pools.passed.splice(0)]) {
        const texts = `${request.headers.authorization} ${request.body} ${reply.body}`;
        for (const [secret] of texts.matchAll(secretText)) secrets.add(secret);
      }
      return secrets;
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
};

const nobody = () => Promise.reject(new Error('There is nobody to ask.'));

const secretText =
  /(?<=Signature=)\w+|(?<="(?:SecretKey|SessionToken|IdToken|AccessToken|RefreshToken|PASSWORD_CLAIM_\w+|cognito-idp\.[^"]+)":")[^"]+/g;
