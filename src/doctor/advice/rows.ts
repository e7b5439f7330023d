import type { FindingKind, FindingOf } from '../findings.ts';

/** Whose fault it is, roughly: scripts are told by it. */
export type Nature =
  /** Of what the command was given, or of the machine. */
  | 'set-up'
  /** Of who signs in. */
  | 'sign-in'
  /** Somebody said no who should not have, of those who may. */
  | 'refused'
  /** Nobody answered, or somebody else; or it may be better later. */
  | 'unavailable'
  /** The deployment does not do what it should. */
  | 'faulty';

export interface Advice {
  /** What is wrong, in a sentence or two. */
  readonly says: string;
  /** What to do, each on its own. */
  readonly todo: readonly string[];
  readonly nature: Nature;
}

/** `local`: whether it is of a stack on this machine. */
export type Rows<K extends FindingKind> = {
  readonly [P in K]: (finding: FindingOf<P>, local: boolean) => Advice;
};

export const setUp = (says: string, ...todo: readonly string[]): Advice => ({ says, todo, nature: 'set-up' });
export const signIn = (says: string, ...todo: readonly string[]): Advice => ({ says, todo, nature: 'sign-in' });
export const adviseRefused = (says: string, ...todo: readonly string[]): Advice => ({ says, todo, nature: 'refused' });
export const adviseUnavailable = (says: string, ...todo: readonly string[]): Advice => ({
  says,
  todo,
  nature: 'unavailable',
});
export const adviseFaulty = (says: string, ...todo: readonly string[]): Advice => ({ says, todo, nature: 'faulty' });

/** What a service said, as the end of a sentence of ours. */
export const toSentence = (message: string): string => (/[.!?)]$/.test(message) ? message : `${message}.`);
