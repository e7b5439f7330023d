import { setTimeout as sleep } from 'node:timers/promises';
import type { Authorizer, Judgement, NotJudged } from '../authorizer.ts';

/** A denial by STS, by DynamoDB, by S3 or by the identity pool. */
export interface Denial {
  /** As in `dynamodb:GetItem`. */
  readonly action: string;
  readonly judgement: Judgement | NotJudged;
  /** The name of the session, and the owner that it is tagged with or asks to be. */
  readonly session: string;
  readonly owner: string | undefined;
}

export interface Denials {
  /** The given one, with each denial recorded. */
  readonly authorizer: Authorizer;
  /**
   * Returns the last match, which caused the function's response. None of the matches is reported separately after
   * that.
   */
  claim(fits: (denial: Denial) => boolean): Denial | undefined;
  /** Returns the first match, which the caller reports. */
  take(fits: (denial: Denial) => boolean): Denial | undefined;
}

/** Milliseconds after which a denial is reported separately: a function has responded by then. */
const patience = 2000;

/** Watches an authorizer. Calls `onDenied` with denials that nothing else explains. */
export const createDenials = (authorizer: Authorizer, onDenied: (denial: Denial) => void): Denials => {
  const open = new Set<Denial>();
  const watched = <T extends Judgement | NotJudged>(judgement: T, about: Omit<Denial, 'judgement'>): T => {
    if (!judgement.allowed) {
      const denial = { ...about, judgement };
      open.add(denial);
      sleep(patience, undefined, { ref: false }).then(() => open.delete(denial) && onDenied(denial));
    }
    return judgement;
  };
  return {
    authorizer: {
      ...authorizer,
      takeRole: (session, roleArn, tags) =>
        watched(authorizer.takeRole(session, roleArn, tags), {
          ...{ action: 'sts:AssumeRole', session: session.sessionName, owner: tags.owner },
        }),
      takeRoleOfPool: (identity) =>
        watched(authorizer.takeRoleOfPool(identity), {
          ...{ action: 'sts:AssumeRoleWithWebIdentity', session: 'identity pool', owner: identity.identityId },
        }),
      askTable: (session, operation, asked) =>
        watched(authorizer.askTable(session, operation, asked), {
          ...{ action: `dynamodb:${operation}`, session: session.sessionName, owner: session.tags.owner },
        }),
      askTableAsUser: (identity, operation, asked) =>
        watched(authorizer.askTableAsUser(identity, operation, asked), {
          ...{ action: `dynamodb:${operation}`, session: 'user', owner: identity.identityId },
        }),
      askBucket: (session, asking) =>
        watched(authorizer.askBucket(session, asking), {
          ...{ action: asking[0]?.action ?? 's3', session: session.sessionName, owner: session.tags.owner },
        }),
      askBucketAsUser: (identity, asking) =>
        watched(authorizer.askBucketAsUser(identity, asking), {
          ...{ action: asking[0]?.action ?? 's3', session: 'user', owner: identity.identityId },
        }),
    },
    claim: (fits) => {
      const found = [...open].filter(fits);
      for (const each of found) open.delete(each);
      return found.at(-1);
    },
    take: (fits) => {
      const found = [...open].find(fits);
      if (found !== undefined) open.delete(found);
      return found;
    },
  };
};
