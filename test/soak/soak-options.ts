import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly seed: number;
  readonly count: number;
  readonly path: string | undefined;
  readonly workers: number;
  /** The flags that were given. */
  readonly given: ReadonlySet<string>;
}

/** Reads the command's arguments. Prints the usage and exits if they are wrong, or if asked for help. */
export const soakOptions = (usage: string, defaultCount: number, flags: readonly string[] = []): SoakOptions => {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: String(defaultCount) },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      path: { type: 'string' },
      workers: { type: 'string', default: String(availableParallelism()) },
      help: { type: 'boolean', default: false },
      ...Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' as const, default: false }])),
    },
  });
  const given = new Set(flags.filter((flag) => Reflect.get(values, flag) === true));
  const path = values.path as string | undefined;
  const [seed, workers] = [Number(values.seed), Number(values.workers)];
  const count = path === undefined ? Number(values.count) : 1;
  if (values.help || ![count, seed, workers].every(Number.isSafeInteger) || count < 1 || workers < 1) {
    console.log(usage);
    process.exit(values.help ? 0 : 2);
  }
  return { seed, count, path, workers, given };
};
