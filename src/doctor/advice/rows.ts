import type { FindingKind, FindingOf } from '../findings.ts';

/** Roughly, whose fault it is; scripts learn it from the exit status. */
export type Nature =
  /** The input or the machine is at fault. */
  | 'set-up'
  /** The user who signs in is at fault. */
  | 'sign-in'
  /** A request that is allowed was refused. */
  | 'refused'
  /** Nobody answered, or something else did; or a later attempt may succeed. */
  | 'unavailable'
  /** The deployment does not do what it should. */
  | 'faulty';

export interface Advice {
  /** What is wrong, in a sentence or two. */
  readonly says: string;
  /** What to do, one step per item. */
  readonly todo: readonly string[];
  readonly nature: Nature;
}

/** A row for each kind of finding. `local` tells whether it concerns a local stack. */
export type Rows<K extends FindingKind> = {
  readonly [P in K]: (finding: FindingOf<P>, local: boolean) => Advice;
};

export const setUp = (says: string, ...todo: readonly string[]): Advice => ({ says, todo, nature: 'set-up' });
export const adviseOnSignIn = (says: string, ...todo: readonly string[]): Advice => ({ says, todo, nature: 'sign-in' });
export const adviseRefused = (says: string, ...todo: readonly string[]): Advice => ({ says, todo, nature: 'refused' });
export const adviseUnavailable = (says: string, ...todo: readonly string[]): Advice => ({
  says,
  todo,
  nature: 'unavailable',
});
export const adviseFaulty = (says: string, ...todo: readonly string[]): Advice => ({ says, todo, nature: 'faulty' });

/** Returns a service's message, punctuated as the end of a sentence. */
export const toSentence = (message: string): string => (/[.!?)]$/.test(message) ? message : `${message}.`);
