import { run } from '../../src/cli/run.ts';

/** The result of a run of `notes`. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** The working directory, and the home directory of whoever runs it. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs `notes` in this process, as somebody without a terminal. */
export const runNotes = async (args: readonly string[], { home, env, input = '' }: RunOptions): Promise<Ran> => {
  let [out, err] = ['', ''];
  const code = await run(args, {
    ...{ env, cwd: home, platform: process.platform, node: process.versions.node, home: () => home },
    ...{ uid: process.geteuid?.(), isTTY: false },
    stdin: async function* () {
      yield Buffer.from(input);
    },
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    prompts: { password: nobody, text: nobody, confirm: nobody },
    ...{ now: Date.now, signal: new AbortController().signal },
  });
  return { code, out, err };
};

const nobody = () => Promise.reject(new Error('There is nobody to ask.'));
