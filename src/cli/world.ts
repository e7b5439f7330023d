import type { Fetch } from '../client/exchange.ts';

/** What a question asked of a person came to; `undefined` is a Ctrl-C. */
type PromptAnswer<T> = Promise<T | undefined>;

export interface Prompts {
  /** Not shown while it is typed. */
  password(question: string): PromptAnswer<string>;
  text(question: string): PromptAnswer<string>;
  confirm(question: string): PromptAnswer<boolean>;
}

/** Everything outside that a command touches, but for files: handed in, so that a test can run a command where it stands. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** The version of Node, such as `24.21.0`. */
  readonly node: string;
  /** The user's folder, by whoever knows it; `undefined` if there is none. */
  readonly home: () => string | undefined;
  /** Who runs the command; `undefined` on Windows, where files say nothing by their modes. */
  readonly uid: number | undefined;
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Whether there is somebody to ask. */
  readonly isTTY: boolean;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Bytes of a file, on standard output; whether anybody reads on. */
  readonly stdoutBytes?: (bytes: Uint8Array) => Promise<boolean>;
  /** Whether standard output is a terminal, which bytes would steer. */
  readonly stdoutIsTTY?: boolean;
  /** Whether standard error is a terminal on which a line can be drawn over. */
  readonly showsProgress?: boolean;
  readonly prompts: Prompts;
  readonly fetch?: Fetch;
  /** Resolves after so many milliseconds, between two attempts of a call. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}
