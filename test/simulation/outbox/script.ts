import fc from 'fast-check';

/** The fault of one of the device's requests. */
export type NetworkFault = 'none' | 'request lost' | 'reply lost' | 'late' | 'busy';

/** A step of a script. Note numbers select among the existing notes, by remainder. */
export type ScriptAction =
  | { readonly kind: 'compose'; readonly note: number }
  | { readonly kind: 'edit' | 'open' | 'undo' | 'remove'; readonly tab: 0 | 1; readonly note: number }
  | { readonly kind: 'choose'; readonly how: 'mine' | 'theirs' | 'merged'; readonly note: number }
  | { readonly kind: 'other edits' | 'other removes'; readonly note: number }
  | { readonly kind: 'round'; readonly faults: readonly NetworkFault[]; readonly crashAfter: number | undefined }
  | { readonly kind: 'network'; readonly isOn: boolean }
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'late ones arrive' };

/** An action, and whether it happens while a round waits for an answer, rather than after the round. */
export interface Line {
  readonly command: ScriptAction;
  readonly isMeanwhile: boolean;
}

/** Milliseconds. */
const hour = 3_600_000;

const note = fc.nat(3);
const tab = fc.constantFrom(0 as const, 1 as const);
const fault = fc.constantFrom<NetworkFault>('none', 'none', 'none', 'request lost', 'reply lost', 'late', 'busy');

const someCommand: fc.Arbitrary<ScriptAction> = fc.oneof(
  fc.record({ kind: fc.constant('compose' as const), note }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('edit' as const), tab, note }) },
  fc.record({ kind: fc.constantFrom('open' as const, 'undo' as const, 'remove' as const), tab, note }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('choose' as const),
      how: fc.constantFrom('mine', 'theirs', 'merged'),
      note,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('other edits' as const, 'other edits' as const, 'other removes' as const),
      note,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('round' as const),
      faults: fc.array(fault, { maxLength: 6 }),
      crashAfter: fc.option(fc.nat(4), { nil: undefined, freq: 3 }),
    }),
  },
  fc.record({ kind: fc.constant('network' as const), isOn: fc.boolean() }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      milliseconds: fc.constantFrom(1_000, 11_000, 13 * hour),
    }),
  },
  fc.constant({ kind: 'late ones arrive' as const }),
) as fc.Arbitrary<ScriptAction>;

export const someScript: fc.Arbitrary<readonly Line[]> = fc.array(
  fc.record({ command: someCommand, isMeanwhile: fc.boolean() }),
  { minLength: 5, maxLength: 40, size: 'max' },
);
