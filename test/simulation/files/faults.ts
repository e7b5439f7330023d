import fc from 'fast-check';

/** The faults of a request to S3: whether and when S3 carries it out, and which requests can have the fault. */
export const faultKinds = {
  'refused connection': { carriedOut: 'never', of: 'any' },
  'dead connection': { carriedOut: 'never', of: 'any' },
  'silence before': { carriedOut: 'never', of: 'any' },
  'slow down': { carriedOut: 'never', of: 'any' },
  'failed before': { carriedOut: 'never', of: 'any' },
  'cut request': { carriedOut: 'never', of: 'request body' },
  'changed request': { carriedOut: 'never', of: 'request body' },
  'failed after': { carriedOut: 'at once', of: 'any' },
  'reset after': { carriedOut: 'at once', of: 'any' },
  'silence after': { carriedOut: 'at once', of: 'any' },
  'carried out twice': { carriedOut: 'at once', of: 'any' },
  'late after a reset': { carriedOut: 'late', of: 'any' },
  'late after silence': { carriedOut: 'late', of: 'any' },
  'cut answer': { carriedOut: 'at once', of: 'answer body' },
  'short answer': { carriedOut: 'at once', of: 'answer body' },
  'changed answer': { carriedOut: 'at once', of: 'file' },
  'garbled answer': { carriedOut: 'at once', of: 'answer of XML' },
  'slow answer': { carriedOut: 'at once', of: 'any' },
} as const satisfies Record<string, FaultRule>;

interface FaultRule {
  readonly carriedOut: 'never' | 'at once' | 'late';
  readonly of: 'any' | 'request body' | 'answer body' | 'answer of XML' | 'file';
}

export type NetworkFault = keyof typeof faultKinds;
export const kinds = Object.keys(faultKinds) as NetworkFault[];

/** The fault of one request. */
export interface Plan {
  readonly fault: NetworkFault | 'none';
  /** After how many requests a late one is carried out; also selects a failure's answer, and where a body is cut. */
  readonly late: number;
}

export const noFault: Plan = { fault: 'none', late: 0 };

/** Plans for the requests of a run, in order: faults come alone and in bursts. */
export const somePlans: fc.Arbitrary<readonly Plan[]> = fc
  .array(
    fc.record({
      fault: fc.oneof(
        { weight: 2, arbitrary: fc.constant('none' as const) },
        { weight: 3, arbitrary: fc.constantFrom(...kinds) },
      ),
      late: fc.nat(7),
      length: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 4 })),
    }),
    { maxLength: 8 },
  )
  .map((bursts) => bursts.flatMap(({ length, ...plan }) => Array.from({ length }, (): Plan => plan)));
