import fc from 'fast-check';
import { type Plan, somePlans } from './faults.ts';

/** An action of one owner. Owners and keys are named by number. */
export interface ScheduledAction {
  readonly who: number;
  /** Whether it begins at the same time as the action before it, rather than after that has ended. */
  readonly beside: boolean;
  readonly action: Action;
}

export type Action =
  | { readonly type: 'put'; readonly key: number; readonly size: 'small' | 'large'; readonly source: 'whole' | 'fails' }
  | { readonly type: 'get'; readonly key: number; readonly until: 'end' | 'begun' | 'first piece' }
  | { readonly type: 'delete'; readonly key: number }
  | { readonly type: 'list'; readonly limit: number };

export interface Scenario {
  readonly commands: readonly ScheduledAction[];
  readonly plans: readonly Plan[];
}

export const owners = 3;
/** The keys of each owner; one is a prefix of the other. */
export const keys = ['a', 'a/b'] as const;
const maxCommands = 5;

const key = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.constant(1));
const someAction = (smallOfOneLarge: number): fc.Arbitrary<Action> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('put'),
        key,
        // A large file has two parts, and takes some tenths of a second.
        size: fc.oneof(
          { weight: smallOfOneLarge, arbitrary: fc.constant('small' as const) },
          { weight: 1, arbitrary: fc.constant('large' as const) },
        ),
        source: fc.oneof(
          { weight: 9, arbitrary: fc.constant('whole' as const) },
          { weight: 1, arbitrary: fc.constant('fails' as const) },
        ),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('get'),
        key,
        until: fc.oneof(
          { weight: 8, arbitrary: fc.constant('end' as const) },
          fc.constantFrom('begun' as const, 'first piece' as const),
        ),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('delete'), key }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('list'), limit: fc.integer({ min: 1, max: 3 }) }) },
  );

const someScheduledAction = (smallOfOneLarge: number): fc.Arbitrary<ScheduledAction> =>
  fc.record({
    who: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(owners - 1) }),
    beside: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    action: someAction(smallOfOneLarge),
  });

/** Actions of three owners, and the faults of their requests. One file in `smallOfOneLarge` + 1 is large. */
export const someScenario = (smallOfOneLarge = 500): fc.Arbitrary<Scenario> =>
  fc.record({
    commands: fc.array(someScheduledAction(smallOfOneLarge), { minLength: 1, maxLength: maxCommands, size: 'max' }),
    plans: somePlans,
  });
