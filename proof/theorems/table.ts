import { readRoleName } from '../../infra/local/deployment/identities.ts';
import { listPolicies } from '../../infra/local/iam/evaluate.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import { listSessions, sessionOf } from '../model/principals.ts';
import { all, equal, implies, literal, no, not, some, symbol } from '../smt/terms.ts';
import { type Claim, everything, isFor, isGivenAnd, type Question } from './claim.ts';
import type { Served, Subject } from './subject.ts';

const tag = 'aws:PrincipalTag/owner';
const leadingKeys = 'dynamodb:LeadingKeys';
const owner = 'eu-west-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';

/** An arbitrary item that a request touches: the values of its two keys. */
const item = { userId: symbol('userId of the item'), noteId: symbol('noteId of the item') };

/** Returns the role that reaches the table for a route. */
export const reachingRole = ({ dataRole, executionRole }: Served) => dataRole ?? executionRole;

/** Creates the one request to the table that a route makes for an owner. */
export const createRouteQuestion = ({ deployment: { table, accountId } }: Subject, served: Served): Question => {
  const role = reachingRole(served);
  const request: Request = {
    principal: sessionOf(role.arn),
    action: served.route.action,
    resource: { arn: table.arn, accountId },
    context: { [leadingKeys]: [owner], ...(served.dataRole && { [tag]: owner }) },
  };
  return { request, policies: { identity: role.policies, ...(table.policy && { resource: table.policy }) } };
};

/**
 * DynamoDB passes the partition key of every item that a request names to IAM [Amazon DynamoDB Developer Guide, "Using
 * IAM policy conditions"]. A request that names none may touch any item.
 */
export const ownItemsOnly = (subject: Subject): readonly Claim[] =>
  subject.served.flatMap((served): Claim[] => {
    const { dataRole, route } = served;
    if (dataRole === undefined) return [];
    const { accountId, table } = subject.deployment;
    const question = createRouteQuestion(subject, served);
    return [
      {
        theorem: 'own items only',
        about: `${route.function}’s data role`,
        policies: question.policies,
        principals: listSessions(dataRole.arn, listPolicies(question.policies)),
        accountId,
        keys: [tag, leadingKeys],
        constants: Object.values(item),
        premises: (context) => {
          const { values, isPresent } = context.key(leadingKeys);
          const key = table.partitionKey === 'userId' ? item.userId : item.noteId;
          const isNamed = some(values.map(({ isGiven, text }) => all([isGiven, equal(text, key)])));
          return [implies(isPresent, isNamed)];
        },
        // As the trust policy requires of sessions, and as DynamoDB sends a Scan.
        likely: (context) => [
          isGivenAnd(context, tag, (text) => not(equal(text, literal('')))),
          implies(isFor('dynamodb:Scan'), not(context.key(leadingKeys).isPresent)),
        ],
        conclusion: (context) => isGivenAnd(context, tag, (text) => equal(text, item.userId)),
        intended: [question],
      },
    ];
  });

/** A role's tag is a tag of all its sessions, unless a session was started with another value for it. */
export const noOwnerButTheTag = ({ deployment }: Subject): readonly Claim[] =>
  [...deployment.roles.values()].map((role) => {
    const [, found] = Object.entries(role.tags).find(([key]) => key.toLowerCase() === 'owner') ?? [];
    const begunWith = symbol('owner that the session was started with');
    return {
      theorem: 'no owner but the tag',
      about: readRoleName(role.arn),
      policies: { identity: [everything] },
      principals: [sessionOf(role.arn)],
      accountId: deployment.accountId,
      keys: [tag],
      constants: [begunWith],
      premises: (context) => {
        const [own] = context.key(tag).values;
        if (own === undefined) return [no];
        const ofSession = all([own.isGiven, equal(own.text, begunWith), not(equal(begunWith, literal('')))]);
        const ofRole = found === undefined ? not(own.isGiven) : all([own.isGiven, equal(own.text, literal(found))]);
        return [some([ofSession, all([equal(begunWith, literal('')), ofRole])])];
      },
      conclusion: (context) => {
        const [own] = context.key(tag).values;
        return own === undefined ? no : implies(own.isGiven, equal(own.text, begunWith));
      },
      intended: [],
    } satisfies Claim;
  });
