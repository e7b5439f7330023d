import type { HandlerFault } from './faults/all.ts';

/** The technique that finds a fault first, and the reason if none finds it over the network. */
export interface FoundBy {
  readonly technique: string;
  readonly notOverTheNetwork?: string;
  /** Whether IAM stops it by comparing each key with the owner of the session. */
  readonly stoppedByIam: boolean;
}

const ofHeader = { technique: 'an owner in a header', stoppedByIam: true };
const ofQuery = { technique: 'an owner in the query', stoppedByIam: true };
const ofBody = { technique: 'members that the server sets', stoppedByIam: true };
const ofTheServer = { ...ofBody, stoppedByIam: false };
const ofObject = { technique: 'the other’s object', stoppedByIam: true };
const ofSpelling = { technique: 'the other’s object, spelled otherwise', stoppedByIam: true };
const ofTag = { technique: 'the other’s entity tag', stoppedByIam: true };
const ofClaim = { technique: 'a claimed role, or everybody’s objects', stoppedByIam: true };
const ofParameter = { technique: 'the other’s identifiers as parameters', stoppedByIam: true };
const afterTheOther = { technique: 'one’s own, right after the other asked', stoppedByIam: true };
const apart = { notOverTheNetwork: 'functions share no memory', stoppedByIam: true };
const ofItsRole = {
  notOverTheNetwork: 'a function’s role permits only the one action of its route',
  stoppedByIam: true,
};

/** How each fault is found, by its name. A fault without a row does not compile. */
export const foundBy: Readonly<Record<HandlerFault, FoundBy>> = {
  'the owner is in x-user-id': ofHeader,
  'a get takes its owner from x-cognito-identity-id': ofHeader,
  'a list takes its owner from x-forwarded-user': ofHeader,
  'a create takes its owner from x-amzn-oidc-identity': ofHeader,
  'a delete takes its owner from x-on-behalf-of': ofHeader,
  'the owner is in a cookie': ofHeader,
  'a list takes its owner from ?userId': ofQuery,
  'a get takes its owner from ?ownerId': ofQuery,
  'an update takes its owner from ?account_id': ofQuery,
  'a create takes its owner from the body’s userId': ofBody,
  'a create takes its owner from the body’s owner_id': ofBody,
  'an owner in front of the id overrides the caller': ofSpelling,
  'a get finds any owner’s note': ofObject,
  'an update writes any owner’s note': ofObject,
  'a delete deletes any owner’s note': ofObject,
  'a list is a scan': afterTheOther,
  'a list after a cursor is a scan': { technique: 'the other’s cursor', stoppedByIam: true },
  'x-role: admin gets any owner’s note': ofClaim,
  '?all=true lists every owner’s notes': ofClaim,
  'an id with a suffix finds any owner’s note': ofSpelling,
  'an id in capitals finds any owner’s note': ofSpelling,
  'the id * finds the first note read': ofSpelling,
  'x-http-method-override: DELETE deletes any owner’s note': { technique: 'another method', ...ofItsRole },
  'x-original-url names the note': { technique: 'the other’s path in a header', stoppedByIam: true },
  'another owner’s note is forbidden, not missing': ofObject,
  'an update of another owner’s note is forbidden': ofObject,
  'a delete of another owner’s note answers 204': ofObject,
  'the 404 of another owner’s note has its entity tag': ofObject,
  'the 404 of another owner’s note says more': ofObject,
  'a write checks its condition before the owner': ofTag,
  'a read checks its condition before the owner': ofTag,
  'a key that another owner used is taken': { ...ofParameter, ...ofItsRole },
  'a key whose note another owner deleted is gone': { ...ofParameter, ...apart },
  'a note that another owner deleted is gone, not missing': { technique: 'an object that the other deleted', ...apart },
  'a create takes its id from the body': ofTheServer,
  'a create takes its date from the body': ofTheServer,
  'an answer repeats the members that were sent': ofTheServer,
  'an update gives the note to the body’s userId': { ...ofBody, ...ofItsRole },
  'answers to a get are cached by the note’s id': { ...ofObject, stoppedByIam: false },
  'answers to a list are cached by the query': { ...afterTheOther, stoppedByIam: false },
  'answers to a create are cached by the key': {
    technique: 'the other’s create, sent again',
    stoppedByIam: false,
  },
  'the owner is kept in a variable across a wait': { technique: 'one’s own, while the other asks', stoppedByIam: true },
  'everybody has the first caller’s session': afterTheOther,
  'owners are compared by the first half of their ids': {
    ...afterTheOther,
    notOverTheNetwork: 'the ids of a pool are hashes, which do not begin alike for so long',
  },
  'owners are compared by their region': afterTheOther,
};
