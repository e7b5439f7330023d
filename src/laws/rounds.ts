import type { OwnerId } from '../domain/owner.ts';
import { type NoteAction, type Outcome, perform } from './model.ts';

/** An action of an owner, and what it shows if its outcome is wrong. */
export interface OwnerAction<C = NoteAction> {
  readonly owner: OwnerId;
  readonly command: C;
  readonly about: string;
}

/**
 * Returns a function that runs rounds one after the other, with the commands of a round at the same time. Commands of
 * one round must not touch the same note of one owner, nor list what another of them writes. The function throws, with
 * the command's `about`, if the store's outcome differs from the model's.
 */
export const createRoundRunner =
  <Store, C extends { readonly type: string }>(
    performed: (store: Store, owner: OwnerId, command: C) => Promise<Outcome>,
  ) =>
  async (store: Store, model: Checking<C>, rounds: readonly (readonly OwnerAction<C>[])[]): Promise<void> => {
    for (const round of rounds) {
      const outcomes = await Promise.all(
        round.map(({ owner, command, about }) =>
          performed(store, owner, command).catch((error: unknown) => {
            const thrown = error instanceof Error ? error.message : error;
            throw new Error(`${about}: ${command.type} threw ${thrown}.`, { cause: error });
          }),
        ),
      );
      for (const [index, { owner, command, about }] of round.entries())
        checkAbout(about, () => model.check(owner, command, outcomes[index] as Outcome));
    }
  };

interface Checking<C> {
  check(owner: OwnerId, command: C, outcome: Outcome): void;
}

export const inRounds = createRoundRunner(perform);

const checkAbout = (about: string, check: () => void): void => {
  try {
    check();
  } catch (error) {
    throw new Error(`${about}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
};
