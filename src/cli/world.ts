import type { Fetch } from '../client/exchange.ts';

/** The answer to a prompt; `undefined` means Ctrl-C. */
type PromptAnswer<T> = Promise<T | undefined>;

export interface Prompts {
  /** Does not show what is typed. */
  password(question: string): PromptAnswer<string>;
  text(question: string): PromptAnswer<string>;
  confirm(question: string): PromptAnswer<boolean>;
}

/**
 * Everything outside the process that a command touches, except for files. It is passed in, so that tests can run a
 * command in process.
 */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** The version of Node, such as `24.21.0`. */
  readonly node: string;
  /** Returns the user's home folder, or `undefined` if there is none. */
  readonly home: () => string | undefined;
  /** The user who runs the command; `undefined` on Windows, where file modes say nothing. */
  readonly uid: number | undefined;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Whether there is somebody to prompt. */
  readonly isTTY: boolean;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Writes a file's bytes to standard output. Resolves to whether the reader goes on. */
  readonly stdoutBytes?: (bytes: Uint8Array) => Promise<boolean>;
  /** Whether standard output is a terminal, which a file's bytes could steer. */
  readonly stdoutIsTTY?: boolean;
  /** Whether standard error is a terminal on which a line can be redrawn. */
  readonly showsProgress?: boolean;
  readonly prompts: Prompts;
  readonly fetch?: Fetch;
  /** Resolves after the given milliseconds; used between two attempts of a call. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
  /** Aborts on Ctrl-C, and on SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
}
