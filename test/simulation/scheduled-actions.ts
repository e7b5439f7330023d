import fc from 'fast-check';

/** An action of one caller, and its time. Notes, keys and revisions are named by number; the run knows them all. */
export interface ScheduledAction {
  readonly who: number;
  /** Milliseconds after the start of the action before it: 0 for the same moment. */
  readonly gap: number;
  /** Milliseconds that the function has left, and by how many its clock is wrong. */
  readonly remaining: number;
  readonly skew: number;
  readonly action: Action;
}

export type Action =
  | { readonly type: 'create'; readonly key?: number; readonly draft: Draft }
  | { readonly type: 'get'; readonly note: NoteName }
  | { readonly type: 'list'; readonly limit: number; readonly after?: NoteName }
  | { readonly type: 'update'; readonly note: NoteName; readonly draft: Draft; readonly expected?: readonly number[] }
  | { readonly type: 'delete'; readonly note: NoteName; readonly expected?: readonly number[] };

/** The note with one of a few keys, or the one that an action, by its number, created without a key. */
export type NoteName = { readonly key: number } | { readonly madeBy: number };

export interface Draft {
  readonly content: 'one' | 'two';
  readonly attachment?: 'file';
}

export const owners = 3;
export const keys = 2;
const maxCommands = 12;

const key = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(keys - 1));
const note: fc.Arbitrary<NoteName> = fc.oneof(
  { weight: 4, arbitrary: key.map((key) => ({ key })) },
  fc.nat(maxCommands).map((madeBy) => ({ madeBy })),
);
const draft: fc.Arbitrary<Draft> = fc.record(
  { content: fc.constantFrom('one', 'two'), attachment: fc.constant('file') },
  { requiredKeys: ['content'] },
);
const expected = fc.array(fc.nat(maxCommands), { minLength: 1, maxLength: 3 });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('create'), key, draft }, { requiredKeys: ['type', 'draft'] }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('get'), note }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { type: fc.constant('list'), limit: fc.integer({ min: 1, max: 4 }), after: note },
      { requiredKeys: ['type', 'limit'] },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.record(
      { type: fc.constant('update'), note, draft, expected },
      { requiredKeys: ['type', 'note', 'draft'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('delete'), note, expected }, { requiredKeys: ['type', 'note'] }),
  },
);

const command: fc.Arbitrary<ScheduledAction> = fc.record({
  who: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(owners - 1)),
  gap: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(50) }, fc.nat(5000)),
  remaining: fc.oneof({ weight: 3, arbitrary: fc.constant(10_000) }, fc.integer({ min: 400, max: 5000 })),
  skew: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -50, max: 50 })),
  action,
});

/** Actions of several callers on the same backend. The first ones have different owners, so that there are several. */
export const someCommands: fc.Arbitrary<readonly ScheduledAction[]> = fc
  .array(command, { minLength: owners, maxLength: maxCommands })
  .map((commands) => commands.map((each, index) => (index < owners ? { ...each, who: index } : each)));
