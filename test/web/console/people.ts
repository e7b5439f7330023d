import { newUser, type User } from '../../kit/user.ts';
import type { RunningStack } from '../running-stack.ts';

export interface People {
  readonly ann: User;
  readonly bob: User;
  /** The id of a note of Ann's. */
  readonly noteId: string;
}

/** Creates two users of a stack; Bob has asked for Ann's note. */
export const createPeople = async ({ outputs }: RunningStack): Promise<People> => {
  const [ann, bob] = [await newUser(outputs), await newUser(outputs)];
  const { body } = await ann.ask('POST', '/notes', { content: 'Ann’s' });
  await bob.ask('GET', `/notes/${body.noteId}`);
  return { ann, bob, noteId: body.noteId };
};
