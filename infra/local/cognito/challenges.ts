import { randomBytes, randomUUID } from 'node:crypto';
import { seal, unseal } from '../credentials.ts';
import { notAuthorized } from './cognito-exception.ts';
import type { SrpExchange } from './srp.ts';

export type ChallengeName = 'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA';

/** What a secret block or a session holds, sealed: so there is no table of sign-ins that were begun. */
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
  /** What is given to the client, to come back with its answer. */
  begin(begun: Omit<Begun, 'id' | 'at'>): string;
  /** What was begun, if it can still be answered, without using it up. Throws `NotAuthorizedException`. */
  look(sealed: string, challenge: ChallengeName): Begun;
  /** As `look`, and uses it up: a challenge is answered once. */
  resume(sealed: string, challenge: ChallengeName): Begun;
  /** Counts a wrong answer to a challenge that may be answered again; the fifth is the last. */
  countWrong(begun: Begun): void;
}

const maxWrongAnswers = 5;

/** `lifetime`: milliseconds that a challenge may be answered. `now`: epoch milliseconds. */
export const createChallenges = ({
  lifetime,
  now,
}: {
  readonly lifetime: number;
  readonly now: () => number;
}): Challenges => {
  // Not kept: a challenge does not outlive the list of those that were answered, so none is answered twice.
  const key = randomBytes(32);
  /** By id: when it was begun, and how many wrong answers there were, or that it was answered. In the order of their first answer. */
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
