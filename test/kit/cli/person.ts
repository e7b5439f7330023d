import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import type { SignIns } from '../../../src/cli/sign-ins.ts';
import type { World } from '../../../src/cli/world.ts';
import type { NotesConfig } from '../../../src/client/config.ts';
import type { Tokens } from '../../../src/client/user-pool-answers.ts';
import { type AskedRequest, config, createFakeFetch } from '../fake-pools.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Running extends Partial<Omit<World, 'stdin' | 'prompts' | 'stdout' | 'stderr'>> {
  /** The contents of standard input. */
  readonly input?: string | Uint8Array;
  /** Answers to the questions, in order; `undefined` is a Ctrl-C. Their presence makes the streams a terminal. */
  readonly answers?: readonly (string | boolean | undefined)[];
  /** Overrides the successful answers of the pools and the API. */
  readonly instead?: (asked: AskedRequest) => Response | Promise<Response> | undefined;
}

export const time = Date.UTC(2026, 0, 2, 3, 4, 5);

export const tokens: Tokens = {
  ...{ idToken: createJwt({ sub: 'sub-1', email: 'ann@example.com' }), accessToken: 'the-access-token' },
  ...{ refreshToken: 'the-refresh-token', expires: time + 3_600_000 },
};

export function createJwt(claims: object): string {
  return `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
}

/** Creates a folder that is deleted when the test finishes. */
export const createTestFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'owned-notes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export const createOutputs = (at: NotesConfig) => ({
  ...{ Region: at.region, UserPoolId: at.userPoolId, UserPoolClientId: at.userPoolClientId },
  ...{ IdentityPoolId: at.identityPoolId, ApiEndpoint: at.apiEndpoint },
  ...(at.cognitoEndpoint !== undefined && { CognitoEndpoint: at.cognitoEndpoint }),
  ...(at.bucketName !== undefined && { BucketName: at.bucketName }),
  ...(at.s3Endpoint !== undefined && { S3Endpoint: at.s3Endpoint }),
});

/** The uid that the tests run under; undefined on Windows. */
export const uid = process.geteuid?.();

/** Creates somebody with their own folder, outputs and session file, signed in unless `signedIn` is false. */
export const createPerson = ({ signedIn = true, at = config }: { signedIn?: boolean; at?: NotesConfig } = {}) => {
  const folder = createTestFolder();
  const session = join(folder, 'session.json');
  const outputs = join(folder, 'given.json');
  writeFileSync(outputs, JSON.stringify(createOutputs(at)));
  const keep = (signIns: SignIns) => writeFileSync(session, JSON.stringify(signIns), { mode: 0o600 });
  if (signedIn) keep({ [at.userPoolClientId]: { ...tokens, at } });

  const asked: AskedRequest[] = [];
  const questions: string[] = [];
  const createWorld = ({ input = '', answers, instead, ...more }: Running = {}) => {
    let [out, err] = ['', ''];
    const left = [...(answers ?? [])];
    const ask = async (question: string) => {
      questions.push(question);
      return left.shift();
    };
    const pools = createFakeFetch(instead);
    const world: World = {
      env: { NOTES_OUTPUTS: outputs, NOTES_SESSION: session },
      ...{ cwd: folder, platform: process.platform, node: process.versions.node, home: () => folder, uid },
      isTTY: answers !== undefined,
      stdin: async function* () {
        yield typeof input === 'string' ? Buffer.from(input) : input;
      },
      stdout: (text) => {
        out += text;
      },
      stderr: (text) => {
        err += text;
      },
      prompts: { password: ask, text: ask, confirm: ask } as unknown as World['prompts'],
      fetch: async (url, init) => {
        const answer = pools.fetch(url, init);
        asked.push(...pools.asked.splice(0));
        return answer;
      },
      sleep: async () => undefined,
      now: () => time,
      signal: new AbortController().signal,
      ...more,
    };
    return { world, ran: (code: number): Ran => ({ code, out, err }) };
  };
  const notes = async (args: readonly string[], running: Running = {}): Promise<Ran> => {
    const { world, ran } = createWorld(running);
    return ran(await run(args, world));
  };
  return { folder, session, outputs, keep, notes, asked, questions, worldOf: createWorld };
};
