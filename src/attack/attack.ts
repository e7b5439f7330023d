import { type Operation, readOperations } from './api/operations.ts';
import type { Network } from './fetch-answer.ts';
import { findHarm, observeTwice } from './harm.ts';
import type { Scene, Technique } from './probe.ts';
import { findUnproven } from './proof-of-use.ts';
import { createReport, type Report, type Try, type Unproven } from './report.ts';
import { seedUser, withOwners } from './seeds.ts';
import type { Side, Stranger, User } from './side.ts';
import { techniques } from './techniques/all.ts';
import { type Court, tryTechnique } from './trial.ts';
import { createWorkshop, type Workshop } from './workshop.ts';

/**
 * What to attack, and as whom.
 *
 * @example
 * const options: AttackOptions = { api, server: 'http://127.0.0.1:3000', users, except: ['POST /payments'] };
 */
export interface AttackOptions {
  /** An OpenAPI document, 3.0 or later, as parsed JSON. */
  readonly api: unknown;
  /** The base URL of the API, in front of its paths. */
  readonly server: string | URL;
  /** Two users who should have nothing in common. Each is the attacker once. */
  readonly users: readonly [User, User];
  /** Callers who must get nothing at all. Default: one without credentials. */
  readonly strangers?: readonly Stranger[];
  /** Operations that neither user may call, by id or by method and path. */
  readonly forbidden?: readonly string[];
  /** Operations to leave alone, such as a sign-out or a payment, by id or by method and path. */
  readonly except?: readonly string[];
  /** The names of the techniques to use. Default: all of them. */
  readonly techniques?: readonly string[];
  /** Whether to stop at the first try that comes through. */
  readonly stopsAtFirst?: boolean;
  /** Called after each try. */
  readonly onTry?: (each: Try) => void;
  readonly signal?: AbortSignal;
  /** Resolves after this many milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * Attacks an API as two of its users would: each with the other's ids, keys, cursors and tags, as the other in headers,
 * queries and bodies, and as nobody. Creates some objects for each user, tries everything on them, and deletes them.
 * Never rejects because of what the API does.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 * const bearing = (token: string): Fetch => (url, init) =>
 *   fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
 * const { outcome, findings } = await attack({
 *   api: JSON.parse(await readFile('openapi.json', 'utf8')),
 *   server: 'http://127.0.0.1:3000',
 *   users: [{ name: 'Ann', fetch: bearing(tokenOfAnn) }, { name: 'Bob', fetch: bearing(tokenOfBob) }],
 * });
 */
export const attack = async (options: AttackOptions): Promise<Report> => {
  const { api, server, users, signal, forbidden = [], except = [], onTry = () => {} } = options;
  const network: Network = { server: String(server).replace(/\/+$/, ''), signal, sleep: options.sleep ?? wait };
  const isIn =
    (names: readonly string[]) =>
    ({ id, key }: Operation): boolean =>
      names.includes(key) || (id !== undefined && names.includes(id));
  const all = readOperations(api).filter((each) => !isIn(except)(each));
  const meant = all.filter((each) => !isIn(forbidden)(each));
  const workshop = createWorkshop(meant, network);
  const tries: Try[] = [];
  let hasEnough = false;
  const unproven: Unproven[] = all.length > 0 ? [] : [{ operation: 'any', reason: 'the document names none' }];
  try {
    let sides = await seedBoth(workshop, users, unproven);
    for (const side of sides) unproven.push(...(await findUnproven(workshop, side, meant)));
    const proven = meant.filter(({ key }) => unproven.every(({ operation }) => operation !== key));
    for (const who of [0, 1] as const) {
      if (hasEnough) break;
      const createScene = ([one, other]: readonly [Side, Side]): Scene => {
        const [attacker, victim] = who === 0 ? [one, other] : [other, one];
        return {
          ...{
            operations: proven,
            forbidden: all.filter(isIn(forbidden)),
            attacker,
            victim,
            strangers: options.strangers ?? [nobody],
          },
          askingOf: (operation, path, tag) => workshop.askingOf(operation, path, `${attacker.marker}-tried`, tag),
        };
      };
      const broken = new Set<string>();
      let before = await observeTwice(workshop, createScene(sides).victim, network);
      const court: Court = {
        ask: workshop.ask,
        harm: () => findHarm(workshop, createScene(sides), before, network),
        renewed: async () => {
          await workshop.tidy(users.map(({ fetch }) => fetch));
          sides = await seedBoth(workshop, users, []);
          before = await observeTwice(workshop, createScene(sides).victim, network);
          return createScene(sides);
        },
        tell: (each) => {
          const cameThrough = each.verdict === 'CameThrough';
          if (cameThrough) broken.add(each.operation);
          hasEnough ||= cameThrough && options.stopsAtFirst === true;
          tries.push(each);
          onTry(each);
        },
        isOver: () => hasEnough || signal?.aborted === true,
      };
      for (const technique of techniques) {
        if (options.techniques?.includes(technique.name) === false) continue;
        await tryTechnique(without(technique, broken), createScene(sides), court);
      }
    }
  } finally {
    await workshop.tidy(users.map(({ fetch }) => fetch));
  }
  if (signal?.aborted) unproven.push({ operation: 'any', reason: 'it was aborted' });
  return createReport(tries, unproven);
};

/** Restricts a technique that goes around a check to the operations that hold otherwise. */
const without = (technique: Technique, broken: ReadonlySet<string>): Technique => ({
  ...technique,
  probes: (scene) =>
    technique.probes(
      technique.isAround ? { ...scene, operations: scene.operations.filter(({ key }) => !broken.has(key)) } : scene,
    ),
});

const nobody: Stranger = { name: 'nobody', fetch: (url, init) => fetch(url, init) };

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const seedBoth = async (
  workshop: Workshop,
  [one, other]: readonly [User, User],
  unproven: Unproven[],
): Promise<readonly [Side, Side]> => {
  const [ofOne, ofOther] = [await seedUser(workshop, one), await seedUser(workshop, other)];
  for (const { side, failed } of [ofOne, ofOther])
    for (const { key } of failed)
      unproven.push({ operation: key, reason: `${side.user.name} could create nothing with it` });
  return withOwners(ofOne.side, ofOther.side);
};
