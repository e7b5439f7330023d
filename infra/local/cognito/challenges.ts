import { randomBytes, randomUUID } from 'node:crypto';
import { seal, unseal } from '../credentials.ts';
import { notAuthorized } from './cognito-exception.ts';
import type { SrpExchange } from './srp.ts';

export type ChallengeName = 'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA';

/** The sealed content of a secret block or a session, so that no table of pending sign-ins is needed. */
export interface Begun {
  readonly challenge: ChallengeName;
  readonly id: string;
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly A?: string;
  readonly exchange?: SrpExchange;
}

export interface Challenges {
  /** Returns the sealed challenge, which the client sends back with its answer. */
  begin(begun: Omit<Begun, 'id' | 'at'>): string;
  /**
   * Returns the challenge if it can still be answered, without using it up. Throws `NotAuthorizedException` otherwise.
   */
  look(sealed: string, challenge: ChallengeName): Begun;
  /** Returns the same as `look`, and uses the challenge up: it is answered once. */
  resume(sealed: string, challenge: ChallengeName): Begun;
  /** Counts a wrong answer to a challenge that may be answered again; it may not after `maxWrongAnswers` of them. */
  countWrong(begun: Begun): void;
}

const maxWrongAnswers = 5;

/** Creates challenges. `lifetime`: milliseconds for which one can be answered. `now`: epoch milliseconds. */
export const createChallenges = ({
  lifetime,
  now,
}: {
  readonly lifetime: number;
  readonly now: () => number;
}): Challenges => {
  // Not stored: a challenge does not outlive the list of answered ones, so none is answered twice.
  const key = randomBytes(32);
  /**
   * By id, in the order of the first answers: when the challenge began, how many answers were wrong, whether it is
   * done.
   */
  const answers = new Map<string, { readonly at: number; readonly wrong: number; readonly done: boolean }>();

  const forget = () => {
    for (const [id, { at }] of answers) if (at + lifetime <= now()) answers.delete(id);
  };
  const refuse = () => notAuthorized('Invalid session for the user.');

  const look: Challenges['look'] = (sealed, challenge) => {
    forget();
    const begun = unseal(key, sealed) as Begun | undefined;
    if (begun?.challenge !== challenge || begun.at + lifetime <= now()) throw refuse();
    const answered = answers.get(begun.id);
    if (answered?.done || (answered?.wrong ?? 0) >= maxWrongAnswers) throw refuse();
    return begun;
  };

  return {
    begin: (begun) => seal(key, { ...begun, id: randomUUID(), at: now() } satisfies Begun),
    look,
    resume: (sealed, challenge) => {
      const begun = look(sealed, challenge);
      answers.set(begun.id, { at: begun.at, wrong: 0, done: true });
      return begun;
    },
    countWrong: ({ id, at }) => {
      answers.set(id, { at, wrong: (answers.get(id)?.wrong ?? 0) + 1, done: false });
    },
  };
};
