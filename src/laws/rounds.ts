import type { OwnerId } from '../domain/owner.ts';
import type { NoteStore } from '../ports/note-store.ts';
import { type Command, type Model, type Outcome, perform } from './model.ts';

/** A command of an owner, and what it is to show if it comes to something else than it should. */
export interface Asked {
  readonly owner: OwnerId;
  readonly command: Command;
  readonly about: string;
}

/**
 * Rounds one after the other, the commands of each at the same time: those of a round must not touch the same note of one owner, nor
 * list what another of them writes. Throws, saying what it was about, where the store does not come to what the model comes to.
 */
export const inRounds = async (
  store: NoteStore,
  model: Model,
  rounds: readonly (readonly Asked[])[],
): Promise<void> => {
  for (const round of rounds) {
    const outcomes = await Promise.all(
      round.map(({ owner, command, about }) => outcomeOf(store, owner, command, about)),
    );
    for (const [index, { owner, command, about }] of round.entries())
      told(about, () => model.check(owner, command, outcomes[index] as Outcome));
  }
};

const outcomeOf = async (store: NoteStore, owner: OwnerId, command: Command, about: string): Promise<Outcome> => {
  try {
    return await perform(store, owner, command);
  } catch (error) {
    throw new Error(`${about}: ${command.type} threw ${error instanceof Error ? error.message : error}.`, {
      cause: error,
    });
  }
};

const told = (about: string, check: () => void): void => {
  try {
    check();
  } catch (error) {
    throw new Error(`${about}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
};
