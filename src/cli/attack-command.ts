import { type Command, InvalidArgumentError } from 'commander';
import type { Report } from '../attack/report.ts';
import { createClock } from '../client/clock.ts';
import type { NotesConfig } from '../client/config.ts';
import type { Fetch } from '../client/exchange.ts';
import { passwordHelp } from './account-commands.ts';
import { type Attacker, signInAttacker, signUpAttacker } from './attack/accounts.ts';
import { allTechniques, attackDeployment } from './attack/attack-deployment.ts';
import { describeAttack } from './attack/describe-attack.ts';
import { findBucket } from './attack/files/bucket.ts';
import { findTable } from './attack/table.ts';
import { usage } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { GlobalOptions, Here } from './here.ts';
import { findOutputsFile, readConfigFile, readConfigToSignIn, readOutputs } from './outputs.ts';
import { words } from './terminal.ts';

interface AttackCommandOptions extends GlobalOptions {
  readonly password?: string;
  readonly otherPassword?: string;
  readonly technique?: readonly string[];
}

const help = `
Each of two users tries to reach the other's notes and files: through the API, around it at the
table and at S3, and with the other's identity and tokens. Both get some notes and files, which
are deleted afterwards. On a stack on this machine you can leave out the users: two accounts are
then created, and deleted again. Attack only what is yours.

Exit status: 0 nothing came through, 1 something did, 7 some tries were inconclusive.
`;

export const addAttackCommand = (program: Command, here: Here, onStatus: (exitCode: number) => void): void => {
  const { world, terminal } = here;
  program
    .command('attack')
    .description('try as two users to reach each other’s notes and files')
    .argument('[email]', 'email address of a user')
    .argument('[other]', 'email address of another user')
    .option('--password <password>', passwordHelp)
    .option('--other-password <password>', "the other user's password, if it differs")
    .option(
      '--technique <name>',
      'only this technique, one of those that the command prints; can be repeated',
      parseTechniques,
    )
    .addHelpText('after', help)
    .action(async (email: string | undefined, other: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<AttackCommandOptions>();
      const file = findOutputsFile(world, options.outputs);
      const config = email === undefined ? readConfigFile(file, world) : readConfigToSignIn(here, options);
      const inTime = followTime(here);
      const enter = chooseEntrances(inTime, config, options, file, [email, other]);
      const ann = await enter[0]();
      let report: Report;
      try {
        const bob = await enter[1]();
        try {
          terminal.aside(words`Attacking ${config.apiEndpoint} as ${ann.name} and ${bob.name}.`);
          const outputs = readOutputs(file, world);
          const [table, bucket] = [findTable(outputs, config), findBucket(outputs, config)];
          if ('kind' in bucket) terminal.aside(words`Files are left alone: ${bucket.reason}.`);
          const chain = { config, table, ...inTime.client };
          report = await attackDeployment(inTime, chain, bucket, [ann, bob], options.technique);
        } finally {
          await bob.leave();
        }
      } finally {
        await ann.leave();
      }
      terminal.result(options.json, report, describeAttack(report));
      onStatus(exitCodeByOutcome[report.outcome]);
    });
};

/**
 * Returns the same, with a clock that goes by the `Date` of all answers: a signature by another time would be refused
 * for that, whatever is tried with it.
 */
const followTime = ({ world, terminal, client }: Here) => {
  const { now, correctBy } = createClock(world.now);
  const { fetch: send = globalThis.fetch } = world;
  const fetch: Fetch = async (url, init) => {
    const answer = await send(url, init);
    correctBy(answer);
    return answer;
  };
  return { terminal, world: { ...world, fetch, now }, client: { ...client, fetch, now } };
};

/** Adds a technique, whose name may be typed with `'` for `’`. Throws `InvalidArgumentError`. */
export const parseTechniques = (name: string, before: readonly string[] = []): readonly string[] => {
  const typed = name.replaceAll("'", '’');
  if (allTechniques.includes(typed)) return [...before, typed];
  throw new InvalidArgumentError(`It must be one of: ${allTechniques.join('; ')}.`);
};

const exitCodeByOutcome: Readonly<Record<Report['outcome'], number>> = {
  NothingCameThrough: exitCodes.done,
  CameThrough: exitCodes.unexpected,
  Inconclusive: exitCodes.unavailable,
};

/**
 * Returns how the two attackers sign in: named users by their passwords, others with an account made for them. Throws
 * `CliError`.
 */
const chooseEntrances = (
  here: Here,
  config: NotesConfig,
  { password, otherPassword }: AttackCommandOptions,
  file: ReturnType<typeof findOutputsFile>,
  [email, other]: readonly [string | undefined, string | undefined],
): readonly [() => Promise<Attacker>, () => Promise<Attacker>] => {
  if (email === undefined) {
    if (config.cognitoEndpoint === undefined)
      throw usage('These outputs are those of a deployment on AWS: name two of its users: notes attack EMAIL EMAIL.');
    const make = () => signUpAttacker(here, config, file);
    return [make, make];
  }
  if (other === undefined || other === email) throw usage('It takes two users: notes attack EMAIL EMAIL.');
  return [
    () => signInAttacker(here, config, { email, password }),
    () => signInAttacker(here, config, { email: other, password: otherPassword ?? password }),
  ];
};
