#!/usr/bin/env node
import { homedir } from 'node:os';
import { exitCodes } from './exit-codes.ts';
import { run } from './run.ts';

// The only file of the command that touches the process.

const { stdin, stdout, stderr } = process;
const interrupt = new AbortController();
let hasFailed = false;

/**
 * Returns a function that writes to a stream. In `notes list | head -1`, the reader has seen enough, and running work
 * continues. Any other error means lost output.
 */
const write = (stream: NodeJS.WriteStream): ((text: string) => void) => {
  let isClosed = false;
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    isClosed = true;
    if (code === 'EPIPE') return;
    hasFailed = true;
    if (stream === stdout) stderr.write(`notes: The output cannot be written (${code}).\n`);
  });
  return (text) => {
    if (!isClosed) stream.write(text);
  };
};

/** Writes bytes at the reader's pace. Resolves to whether the reader goes on. */
const writeBytes = (bytes: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => stdout.write(bytes, (error) => resolve(error == null)));

/** Loaded on demand: most commands ask for nothing. */
const loadClack = () => import('@clack/prompts');

/** Turns the symbol by which it reports Ctrl-C into `undefined`. */
const readAnswer = <T>(given: T): Exclude<T, symbol> | undefined =>
  typeof given === 'symbol' ? undefined : (given as Exclude<T, symbol>);

const unless = <T>(get: () => T): T | undefined => {
  try {
    return get();
  } catch {
    return undefined;
  }
};

/** The first signal ends running work in good order; a second one ends the process at once. */
const onSignal = (): void => {
  if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
  interrupt.abort();
};
for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(each, onSignal);

const exitCode = await run(process.argv.slice(2), {
  env: process.env,
  // A deleted folder has no path.
  cwd: unless(() => process.cwd()) ?? '/',
  platform: process.platform,
  node: process.versions.node,
  home: () => unless(homedir),
  uid: process.geteuid?.(),
  stdin: () => stdin,
  isTTY: stdin.isTTY === true,
  stdout: write(stdout),
  stderr: write(stderr),
  ...{ stdoutBytes: writeBytes, stdoutIsTTY: stdout.isTTY === true },
  showsProgress: stderr.isTTY === true && process.env.TERM !== 'dumb',
  prompts: {
    password: async (message) => readAnswer(await (await loadClack()).password({ message, output: stderr })),
    text: async (message) => readAnswer(await (await loadClack()).text({ message, output: stderr })),
    confirm: async (message) =>
      readAnswer(await (await loadClack()).confirm({ message, output: stderr, initialValue: false })),
  },
  now: Date.now,
  signal: interrupt.signal,
});
process.exitCode = exitCode;
if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
// By then all output is written.
process.on('exit', () => {
  if (hasFailed && exitCode === exitCodes.done) process.exitCode = exitCodes.unexpected;
});
