import type { Command } from 'commander';
import { attack } from '../attack/attack.ts';
import { type Report, reportOf, type Try } from '../attack/report.ts';
import type { Fetch } from '../attack/request.ts';
import { type NotesConfig, signedFetch } from '../client/client.ts';
import { openApi } from '../openapi/document.ts';
import { passwordHelp } from './account-commands.ts';
import { type Attacker, newcomer, signedIn } from './attack/accounts.ts';
import { attackInWords } from './attack/attack-in-words.ts';
import { type Chain, chainTry } from './attack/chain.ts';
import { chainProbes } from './attack/chain-probes.ts';
import { strangersOf } from './attack/strangers.ts';
import { tableIn } from './attack/table.ts';
import { exitCodes } from './exit-codes.ts';
import { failureOf, usage } from './failure.ts';
import type { GlobalOptions, Here } from './here.ts';
import { configIn, fileOf, outputsIn, readConfigToSignIn } from './outputs.ts';
import { words } from './terminal.ts';

interface AttackCommandOptions extends GlobalOptions {
  readonly password?: string;
  readonly otherPassword?: string;
}

const help = `
Each of two users tries to get at the other's notes: by the API, past it at the table, and with
the other's identity and tokens. Both get some notes, which are deleted afterwards. Without
users, two accounts are made and deleted again, on a stack on this machine. Run it at what is
yours.

Exit status: 0 nothing came through, 1 something did, 7 not everything could be told.
`;

export const addAttackCommand = (program: Command, here: Here, onStatus: (exitCode: number) => void): void => {
  const { world, terminal } = here;
  program
    .command('attack')
    .description('try as two users to get at each other’s notes')
    .argument('[email]', 'of a user')
    .argument('[other]', 'of another')
    .option('--password <password>', passwordHelp)
    .option('--other-password <password>', "the other's, if it is not the same")
    .addHelpText('after', help)
    .action(async (email: string | undefined, other: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<AttackCommandOptions>();
      const file = fileOf(world, options.outputs);
      const config = email === undefined ? configIn(file, world) : readConfigToSignIn(here, options);
      const enter = entrances(here, config, options, file, [email, other]);
      const ann = await enter[0]();
      let report: Report;
      try {
        const bob = await enter[1]();
        try {
          terminal.aside(words`Attacking ${config.apiEndpoint} as ${ann.name} and ${bob.name}.`);
          const table = tableIn(outputsIn(file, world), config);
          report = await attacked(here, { config, table, fetch: world.fetch ?? fetch, now: world.now }, [ann, bob]);
        } finally {
          await bob.leave();
        }
      } finally {
        await ann.leave();
      }
      terminal.result(options.json, report, attackInWords(report));
      onStatus(exitCodeOf[report.outcome]);
    });
};

const exitCodeOf: Readonly<Record<Report['outcome'], number>> = {
  NothingCameThrough: exitCodes.done,
  CameThrough: exitCodes.unexpected,
  Inconclusive: exitCodes.unavailable,
};

/** How the two come in: those who are named by their passwords, others by an account that is made for them. Throws `Failure`. */
const entrances = (
  here: Here,
  config: NotesConfig,
  { password, otherPassword }: AttackCommandOptions,
  file: ReturnType<typeof fileOf>,
  [email, other]: readonly [string | undefined, string | undefined],
): readonly [() => Promise<Attacker>, () => Promise<Attacker>] => {
  if (email === undefined) {
    if (config.cognitoEndpoint === undefined)
      throw usage('These outputs are of a deployment on AWS: name two of its users, notes attack EMAIL EMAIL.');
    const make = () => newcomer(here, config, file);
    return [make, make];
  }
  if (other === undefined || other === email) throw usage('It takes two users: notes attack EMAIL EMAIL.');
  return [
    () => signedIn(here, config, { email, password }),
    () => signedIn(here, config, { email: other, password: otherPassword ?? password }),
  ];
};

const attacked = async (here: Here, chain: Chain, users: readonly [Attacker, Attacker]): Promise<Report> => {
  const { signal, sleep } = here.world;
  const { config, now, fetch } = chain;
  const user = (attacker: Attacker) => ({
    ...{ name: attacker.name, fetch: signing(here, config, attacker) },
    identifiers: { userId: attacker.identityId, sub: attacker.userPoolUserId },
  });
  const [ann, bob] = users;
  const byApi = await attack({
    ...{ api: openApi, server: config.apiEndpoint, users: [user(ann), user(bob)], signal },
    strangers: strangersOf(users, { region: config.region, now, fetch }),
    ...(sleep && { sleep }),
  });
  const pastIt: Try[] = [];
  for (const [by, whose] of [users, [bob, ann]] as const)
    for (const probe of chainProbes(by, whose, chain)) pastIt.push(await chainTry(probe, { by, whose }, chain));
  return reportOf([...byApi.tries, ...pastIt], byApi.unproven);
};

/** A user's own `fetch`: signed, by credentials that are renewed as they end. */
const signing =
  ({ client }: Here, { region }: NotesConfig, { session }: Attacker): Fetch =>
  async (url, { method = 'GET', headers, body, signal }) => {
    const credentials = await session.credentials();
    if (credentials.isErr()) throw new Error(failureOf(credentials.error).message);
    const request = {
      ...{ method, url, headers: Object.fromEntries(new Headers(headers)) },
      ...(typeof body === 'string' && { body }),
    };
    const response = await signedFetch(request, credentials.value, region, { ...client, signal: signal ?? undefined });
    if (response.isErr()) throw new Error(failureOf(response.error).message);
    return response.value;
  };
