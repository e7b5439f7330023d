import fc from 'fast-check';

/** The faults of a request to DynamoDB, and whether and when DynamoDB carries it out. */
export const faultKinds = {
  throttled: 'never',
  'failed before': 'never',
  'refused connection': 'never',
  'dead connection': 'never',
  'silent before': 'never',
  'reset after': 'at once',
  'failed after': 'at once',
  'silent after': 'at once',
  'truncated after': 'at once',
  'garbled after': 'at once',
  'stalled after': 'at once',
  'late after a reset': 'late',
  'late after silence': 'late',
  'slow answer': 'at once',
  'stale read': 'at once',
} as const satisfies Record<string, 'never' | 'at once' | 'late'>;

export type NetworkFault = keyof typeof faultKinds;

/** The fault and the delays of one request. Times are in milliseconds. */
export interface Plan {
  readonly fault: NetworkFault | 'none';
  /** The delays to DynamoDB, and back. */
  readonly there: number;
  readonly back: number;
  /** How long after the client gave up a late request is carried out; also how many versions old a stale read is. */
  readonly late: number;
}

/** The plan of all requests that no other is made for. */
export const noFault: Plan = { fault: 'none', there: 1, back: 1, late: 0 };

const kinds = Object.keys(faultKinds) as NetworkFault[];

/** Plans for the requests of a run, in order: faults come alone and in bursts. */
export const somePlans: fc.Arbitrary<readonly Plan[]> = fc
  .array(
    fc.record({
      fault: fc.oneof(
        { weight: 2, arbitrary: fc.constant('none' as const) },
        { weight: 4, arbitrary: fc.constantFrom(...kinds) },
        // Drawn often, as it still fires least of all: most requests are writes, or reads of items without a past.
        { weight: 2, arbitrary: fc.constant('stale read' as const) },
      ),
      there: fc.oneof(fc.nat(30), fc.constant(1)),
      back: fc.oneof(fc.nat(30), fc.constant(1)),
      late: fc.oneof(fc.nat(20), fc.nat(20_000)),
      length: fc.oneof(
        { weight: 4, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.integer({ min: 2, max: 5 }) },
      ),
    }),
    { maxLength: 12 },
  )
  .map((bursts) => bursts.flatMap(({ length, ...plan }) => Array.from({ length }, (): Plan => plan)));
