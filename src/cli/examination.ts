import { err, ok } from 'neverthrow';
import type { Examination } from '../doctor/tools.ts';
import { describePoolEndpoint } from './check-config.ts';
import { CliError, cancelled, usage } from './cli-error.ts';
import type { GlobalOptions, Here } from './here.ts';
import { readPassword, withoutSpaces } from './input.ts';
import { readKeptTokens } from './kept-session.ts';
import { findFileIfAny, type OutputsFile, readOutputs } from './outputs.ts';
import { type Refusal, readRefusals } from './refusals-file.ts';
import { words } from './terminal.ts';
import type { World } from './world.ts';

export interface DoctorOptions extends GlobalOptions {
  readonly username?: string;
  readonly password?: string;
  readonly code?: string;
  readonly origin?: string;
  readonly readOnly?: boolean;
}

/**
 * Describes what `notes doctor` examines: the user's outputs, sign-in and machine. Prompts only when an answer is
 * needed.
 */
export const createExamination = (here: Here, options: DoctorOptions): Examination => {
  const { world, terminal, client } = here;
  const { username, origin, readOnly = false } = options;
  let file: OutputsFile | undefined;
  return {
    machine: {
      ...{ node: world.node, platform: world.platform },
      proxies: proxyVariables.filter((name) => world.env[name]),
      // [Node.js, "NODE_USE_ENV_PROXY=1", "NODE_TLS_REJECT_UNAUTHORIZED=value"]
      ...{ usesProxies: world.env.NODE_USE_ENV_PROXY === '1' },
      ...{ verifiesTls: world.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0' },
    },
    outputs: () => {
      try {
        file = findFileIfAny(world, options.outputs);
        if (file === undefined) return err({ kind: 'OutputsNotFound' });
        return ok({ path: file.path, content: readOutputs(file, world) });
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        return err({ kind: 'OutputsUnreadable', reason: error.message });
      }
    },
    signIn: {
      kept: async (at, fetch) => {
        if (username !== undefined) return undefined;
        try {
          return await readKeptTokens({ ...here, client: { ...client, fetch } }, at);
        } catch (error) {
          if (!(error instanceof CliError) || world.signal.aborted) throw error;
          return err({ kind: 'SignInsUnreadable', reason: error.message });
        }
      },
      person: async (at) => {
        if (username === undefined && !world.isTTY) return undefined;
        if (file?.isFound)
          terminal.aside(words`Signing in at ${at.apiEndpoint} (${describePoolEndpoint(at)}), named in ${file.path}`);
        const email = username ?? (await world.prompts.text('Email address'));
        if (email === undefined) throw cancelled();
        return { email, password: await readPassword(world, options.password) };
      },
      code: async () => {
        const code =
          options.code ?? (world.isTTY ? await world.prompts.text('Code from the authenticator app') : undefined);
        return code === undefined ? undefined : withoutSpaces(code);
      },
    },
    explained: (requestId) => file && findRefusal(file, world, requestId)?.cause,
    ...{
      origin: origin && parseOrigin(origin),
      readOnly,
      fetch: client.fetch,
      sleep: client.sleep,
      now: client.now,
      signal: world.signal,
    },
  };
};

/** Returns the origin as a browser sends it: without a path. Throws `CliError`. */
const parseOrigin = (given: string): string => {
  const origin = URL.canParse(given) ? new URL(given).origin : 'null';
  if (origin === 'null') throw usage(`--origin: "${given}" is not an origin such as https://notes.example.com.`);
  return origin;
};

/**
 * Finds the refusal beside the outputs of a local stack. Returns `undefined` for a deployment, and if the file cannot
 * be read.
 */
const findRefusal = (file: OutputsFile, { uid }: World, requestId: string): Refusal | undefined => {
  try {
    return readRefusals(file, uid).findLast((each) => each.requestId === requestId);
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
};

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'] as const;
