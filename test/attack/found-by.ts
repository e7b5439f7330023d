import type { HandlerFault } from './faults/all.ts';

/** The technique that finds a fault first; and why it is not found over the network, where it is not. */
export interface FoundBy {
  readonly technique: string;
  readonly notOverTheNetwork?: string;
  /** Whether it comes to nothing where IAM holds each key against the owner of the session. */
  readonly stoppedByIam: boolean;
}

const ofHeader = { technique: 'an owner in a header', stoppedByIam: true };
const ofQuery = { technique: 'an owner in the query', stoppedByIam: true };
const ofBody = { technique: 'members that the server sets', stoppedByIam: true };
const ofTheServer = { ...ofBody, stoppedByIam: false };
const ofObject = { technique: 'the other’s object', stoppedByIam: true };
const ofSpelling = { technique: 'the other’s object, spelled otherwise', stoppedByIam: true };
const ofTag = { technique: 'the other’s entity tag', stoppedByIam: true };
const ofClaim = { technique: 'a role or everybody’s, claimed', stoppedByIam: true };
const ofParameter = { technique: 'the other’s identifiers as parameters', stoppedByIam: true };
const afterTheOther = { technique: 'one’s own, right after the other asked', stoppedByIam: true };
const apart = { notOverTheNetwork: 'functions have no memory together', stoppedByIam: true };
const ofItsRole = {
  notOverTheNetwork: 'the role of a function has but the one action of its route',
  stoppedByIam: true,
};

/** By the fault's name. A fault without a row does not compile. */
export const foundBy: Readonly<Record<HandlerFault, FoundBy>> = {
  'the owner is in x-user-id': ofHeader,
  'a get takes its owner from x-cognito-identity-id': ofHeader,
  'a list takes its owner from x-forwarded-user': ofHeader,
  'a create takes its owner from x-amzn-oidc-identity': ofHeader,
  'a delete takes its owner from x-on-behalf-of': ofHeader,
  'the owner is in a cookie': ofHeader,
  'a list is of ?userId': ofQuery,
  'a get is of ?ownerId': ofQuery,
  'an update is of ?account_id': ofQuery,
  'a create is of the body’s userId': ofBody,
  'a create is of the body’s owner_id': ofBody,
  'the owner stands before the id': ofSpelling,
  'a get finds anybody’s note': ofObject,
  'an update writes anybody’s note': ofObject,
  'a delete takes anybody’s note': ofObject,
  'a list is a scan': afterTheOther,
  'a list behind a cursor is a scan': { technique: 'the other’s cursor', stoppedByIam: true },
  'x-role: admin gets anybody’s note': ofClaim,
  '?all=true lists everybody’s': ofClaim,
  'an id with something behind it is anybody’s': ofSpelling,
  'an id in capitals is anybody’s': ofSpelling,
  'a star is the first note that there is': ofSpelling,
  'x-http-method-override: DELETE deletes anybody’s': { technique: 'another method', ...ofItsRole },
  'x-original-url names the note': { technique: 'the other’s path in a header', stoppedByIam: true },
  'another owner’s note is forbidden, not missing': ofObject,
  'an update of another owner’s note is forbidden': ofObject,
  'a delete of another owner’s note says that it is done': ofObject,
  'the 404 of another owner’s note has its entity tag': ofObject,
  'the 404 of another owner’s note says more': ofObject,
  'conditions are looked at before the owner, in a write': ofTag,
  'conditions are looked at before the owner, in a read': ofTag,
  'a key that another owner used is taken': { ...ofParameter, ...ofItsRole },
  'a key whose note another owner deleted is gone': { ...ofParameter, ...apart },
  'a note that another owner deleted is gone, not missing': { technique: 'an object that the other deleted', ...apart },
  'a create takes its id from the body': ofTheServer,
  'a create takes its date from the body': ofTheServer,
  'an answer repeats what was sent': ofTheServer,
  'an update gives the note to the body’s userId': { ...ofBody, ...ofItsRole },
  'answers of a get are remembered by the note’s id': { ...ofObject, stoppedByIam: false },
  'answers of a list are remembered by the query': { ...afterTheOther, stoppedByIam: false },
  'answers of a create are remembered by the key': {
    technique: 'the other’s create, sent again',
    stoppedByIam: false,
  },
  'the owner is kept in a variable across a wait': { technique: 'one’s own, while the other asks', stoppedByIam: true },
  'everybody has the session of who came first': afterTheOther,
  'owners are told apart by the first half of their ids': {
    ...afterTheOther,
    notOverTheNetwork: 'the ids of a pool are hashes, which are not alike for so long',
  },
  'owners are told apart by their region': afterTheOther,
};
