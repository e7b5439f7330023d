import type { Command } from 'commander';
import type { Nature } from '../doctor/advice/rows.ts';
import { type CheckResult, examine } from '../doctor/examine.ts';
import { passwordHelp } from './account-commands.ts';
import { cancelled } from './cli-error.ts';
import { createExamination, type DoctorOptions } from './examination.ts';
import { exitCodes } from './exit-codes.ts';
import type { Here } from './here.ts';
import { lines, type Words, words } from './terminal.ts';

/** Adds `doctor`, which walks the chain from the machine to each route. `onStatus` receives the exit status. */
export const addDoctorCommand = (program: Command, here: Here, onStatus: (exitCode: number) => void): void => {
  const { world, terminal } = here;
  program
    .command('doctor')
    .description('check the chain of a deployment or a stack; name the first thing that is wrong, and how to fix it')
    .option('--username <email>', 'sign in as this user, for this examination only (default: the signed-in user)')
    .option('--password <password>', passwordHelp)
    .option('--code <code>', 'code from the authenticator app, if there is one')
    .option('--origin <url>', 'also check CORS for a page of this origin, such as https://notes.example.com')
    .option('--read-only', 'change nothing: no note is created, updated or deleted')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<DoctorOptions>();
      const steps: CheckResult[] = [];
      for await (const step of examine(createExamination(here, options))) {
        if (world.signal.aborted && step.status === 'wrong') throw cancelled();
        steps.push(step);
        if (!options.json && step.status !== 'not reached') terminal.result(false, undefined, describeCheck(step));
      }
      const wrong = steps.find((step) => step.status === 'wrong');
      const rest = steps.filter((step) => step.status === 'not reached').map(({ step }) => step);
      const end =
        wrong === undefined
          ? words`All is well.`
          : words`Not checked, because ${wrong.step} comes first: ${rest.join(', ')}`;
      terminal.result(options.json, { sound: wrong === undefined, steps }, rest.length === 0 && wrong ? words`` : end);
      onStatus(wrong === undefined ? exitCodes.done : exitCodeByNature[wrong.nature]);
    });
};

const exitCodeByNature: Readonly<Record<Nature, number>> = {
  'set-up': exitCodes.usage,
  'sign-in': exitCodes.signIn,
  refused: exitCodes.refused,
  unavailable: exitCodes.unavailable,
  faulty: exitCodes.unexpected,
};

/** The length of the longest step name, plus two spaces. */
const width = 20;

const describeCheck = (step: CheckResult): Words => {
  const name = step.step.padEnd(width);
  switch (step.status) {
    case 'sound':
      return lines([
        words`✓ ${name}${step.seen}`,
        ...step.remarks.map((remark) => words`  ${''.padEnd(width)}${remark}`),
      ]);
    case 'skipped':
    case 'not reached':
      return words`– ${name}${step.status === 'skipped' ? step.why : 'not reached'}`;
    case 'wrong':
      return lines([
        words`✗ ${name}${step.says}`,
        ...(step.explained === undefined ? [] : [words`  ${''.padEnd(width)}The stack says: ${step.explained}`]),
        ...step.todo.map((each) => words`  ${'→'.padStart(width)} ${each}`),
      ]);
  }
};
