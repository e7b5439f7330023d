/** A fault that breaks a promise of the console: in a source, an expression in place of another. */
export interface ConsoleFault {
  /** Path below the root. */
  readonly file: string;
  readonly swaps: readonly (readonly [sound: string, faulty: string])[];
  /** The promise that it breaks. */
  readonly breaks: string;
}

export type ConsoleFaults = Readonly<Record<string, ConsoleFault>>;
