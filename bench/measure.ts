import type { HandlerResponse, Network, Turn, WarmUp } from './child/job.ts';
import type { Children, Placed, WarmFunction } from './child-process.ts';
import type { Entrant } from './entrants.ts';
import type { Figures, Group } from './figures.ts';
import type { Loopback } from './loopback.ts';
import { shuffle } from './statistics.ts';
import { runTwoAtATime } from './two-at-a-time.ts';
import type { Recording, Scenario } from './work.ts';

export interface Run {
  readonly entrants: readonly Entrant[];
  readonly children: Children;
  readonly loopback: Loopback;
  readonly figures: Figures;
  /** Called before each step. */
  readonly step: (what: string) => void;
}

// The contestants take turns, in an order that is drawn anew for each repetition of each scenario. So whatever else the
// machine does affects all of them, and a ratio compares two values that are close in time.

/** Measures cold starts, over TLS. */
export const measureCold = async (run: Run, scenarios: readonly Scenario[], repetitions: number): Promise<void> => {
  for (let repetition = 0; repetition < repetitions; repetition++)
    for (const scenario of scenarios)
      for (const entrant of shuffle(run.entrants)) {
        const { name } = entrant.contestant;
        run.step(`cold, ${scenario}, ${name}`);
        const { event } = findRecording(entrant, scenario);
        const result = await run.children.cold(placeEntrant(run, entrant, scenario), event);
        hasWorked(entrant, scenario, result.answer);
        run.figures.note(name, { group: 'cold', scenario, figure: 'cpu' }, result.cpu);
        run.figures.note(name, { group: 'cold', scenario, figure: 'wall' }, result.wall);
        run.figures.note(name, { group: 'cold', scenario, figure: 'rss' }, result.rss);
        run.figures.note(name, { group: 'cold', scenario, figure: 'heap' }, result.heapUsed);
      }
};

export interface WarmPlan {
  readonly scenario: Scenario;
  readonly warmUp: WarmUp;
  readonly turn: Omit<Turn, 'network'>;
}

const groups: Readonly<Record<Network, Group>> = { none: 'warm, no network', loopback: 'warm, loopback' };

/**
 * Measures warm functions. Those of all contestants run at the same time, each in a process of its own, but only one
 * works at a time. As V8 may optimise one process's code better than another's, there are several `generations` of
 * processes, each of which takes `turns` turns.
 */
export const measureWarm = async (
  run: Run,
  plans: readonly WarmPlan[],
  generations: number,
  turns: number,
): Promise<void> => {
  for (let generation = 0; generation < generations; generation++)
    for (const plan of plans) {
      await using stack = new AsyncDisposableStack();
      const warmed: { readonly entrant: Entrant; readonly warm: WarmFunction }[] = [];
      // Two at a time, as nothing is measured yet.
      await runTwoAtATime(shuffle(run.entrants), async (entrant) => {
        warmed.push({ entrant, warm: stack.use(await warmFunction(run, entrant, plan)) });
      });
      for (let repetition = 0; repetition < turns; repetition++)
        for (const network of ['none', 'loopback'] as const)
          for (const { entrant, warm } of shuffle(warmed)) await takeTurn(run, entrant, warm, plan, network);
    }
};

const warmFunction = (run: Run, entrant: Entrant, { scenario, warmUp }: WarmPlan): Promise<WarmFunction> => {
  run.step(`warming up, ${scenario}, ${entrant.contestant.name}`);
  const { event, answers } = findRecording(entrant, scenario);
  return run.children.warm(placeEntrant(run, entrant, scenario), event, { answers, warmUp });
};

const takeTurn = async (
  run: Run,
  entrant: Entrant,
  warm: WarmFunction,
  { scenario, turn }: WarmPlan,
  network: Network,
): Promise<void> => {
  const { name } = entrant.contestant;
  run.step(`${groups[network]}, ${scenario}, ${name}`);
  const result = await warm.take({ ...turn, network });
  hasWorked(entrant, scenario, result.answer);
  run.figures.note(name, { group: groups[network], scenario, figure: 'cpu' }, result.cpu);
};

const placeEntrant = ({ loopback: { endpoint, authority } }: Run, entrant: Entrant, scenario: Scenario): Placed => {
  const { functionName, accessKeyId } = findRecording(entrant, scenario);
  return { contestant: entrant.contestant, functionName, endpoint, authority, accessKeyId };
};

const findRecording = ({ work }: Entrant, scenario: Scenario): Recording => {
  const recording = work.get(scenario);
  if (recording === undefined) throw new Error(`Nothing was recorded for "${scenario}".`);
  return recording;
};

const hasWorked = ({ contestant }: Entrant, scenario: Scenario, { statusCode }: HandlerResponse): void => {
  if (statusCode !== 200 && statusCode !== 204)
    throw new Error(`${contestant.name} answered ${statusCode} to ${scenario}.`);
};
