import type { OwnerId } from '../domain/owner.ts';
import { type NoteAction, type Outcome, perform } from './model.ts';

/** A command of an owner, and what it is to show if it comes to something else than it should. */
export interface OwnerAction<C = NoteAction> {
  readonly owner: OwnerId;
  readonly command: C;
  readonly about: string;
}

/**
 * Rounds one after the other, the commands of each at the same time: those of a round must not touch the same note of one owner, nor
 * list what another of them writes. Throws, saying what it was about, where the store does not come to what the model comes to.
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
        told(about, () => model.check(owner, command, outcomes[index] as Outcome));
    }
  };

interface Checking<C> {
  check(owner: OwnerId, command: C, outcome: Outcome): void;
}

export const inRounds = createRoundRunner(perform);

const told = (about: string, check: () => void): void => {
  try {
    check();
  } catch (error) {
    throw new Error(`${about}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
};
