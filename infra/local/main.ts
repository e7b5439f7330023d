import { appendFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleFunctions } from '../bundles.ts';
import { NotDeployable } from './deployment/not-deployable.ts';
import { PortInUse } from './listen.ts';
import { createCommand, type Options } from './options.ts';
import { locateOutputs } from './outputs.ts';
import { admin, type Stack, startStack } from './stack.ts';
import { DataInUse } from './state.ts';
import { formatBanner, formatFunctionLine, formatMail, formatRefusal, formatRequest } from './terminal.ts';

const options = createCommand().parse().opts<Options>();
const data = resolve(options.data);
const outputs = locateOutputs(data);
const print = (text: string) => process.stdout.write(`${text}\n`);

/**
 * Milliseconds within which signals count as one Ctrl-C: the terminal sends it to npm and to the stack, and npm passes
 * its own on.
 */
const oneCtrlC = 500;

/** The id of the request whose line was printed last. */
let last: string | undefined;

const start = (): Promise<Stack> =>
  startStack({
    ...options,
    data,
    ...(!options.sources && { bundle: bundleFunctions }),
    isProvisioned: true,
    web: {
      ...options,
      onBuild: (app) => print(`Building the ${app}, since its sources have changed: a second or two.`),
    },
    onSynthesis: () =>
      print('Synthesizing the template of the stage “local”, since its sources have changed: some seconds.'),
    onResponse: (response) => {
      last = response.requestId;
      print(formatRequest(response));
    },
    onRefusal: (refusal) => {
      print(formatRefusal(refusal, { isRightBelow: refusal.requestId === last, outputs }));
      last = undefined;
    },
    onMail: (mail) => print(formatMail(mail)),
    onFunctionLine: (line) => {
      appendFileSync(join(data, 'functions.log'), `${line}\n`, { mode: 0o600 });
      const shown = formatFunctionLine(line);
      if (shown !== undefined) print(shown);
    },
  });

try {
  const stack = await start();
  let stoppedAt: number | undefined;
  const stop = async () => {
    if (stoppedAt !== undefined) {
      // A second Ctrl-C does not wait for requests in progress.
      if (performance.now() - stoppedAt > oneCtrlC) process.exit(130);
      return;
    }
    stoppedAt = performance.now();
    await stack[Symbol.asyncDispose]();
    process.exit(0);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // Printed last: from here on, whoever reads the banner may stop the stack.
  print(formatBanner(stack.outputs, admin, outputs));
} catch (error) {
  if (!(error instanceof DataInUse || error instanceof PortInUse || error instanceof NotDeployable)) throw error;
  process.stderr.write(`owned-notes: ${error.message}\n`);
  process.exit(1);
}
