import { readRoleName } from '../../infra/local/deployment/identities.ts';
import type { DeployedRole } from '../../infra/local/deployment/roles.ts';
import { listAssumeRoleRequests, type RoleTaking } from '../../infra/local/iam/assume-role.ts';
import type { Policies } from '../../infra/local/iam/evaluate.ts';
import type { Principal } from '../../infra/local/iam/principal.ts';
import { listPrincipals, sessionOf } from '../model/principals.ts';
import { all, equal, implies, literal, no, not, type Term, yes } from '../smt/terms.ts';
import { type Claim, everything, isFor, isGivenAnd, type Question } from './claim.ts';
import { listFunctions, type Subject } from './subject.ts';

const requestTag = 'aws:RequestTag/owner';
const tagKeys = 'aws:TagKeys';
const provider = 'cognito-identity.amazonaws.com';
const owner = 'eu-west-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';

const isOwner = (text: Term): Term => equal(text, literal('owner'));

/**
 * Returns the base of a claim about who can assume a role. Each principal has every permission of its own account, so
 * only the trust policy can stop it.
 */
const taking = (
  role: DeployedRole,
  { deployment: { accountId, roles } }: Subject,
  ofInterest: readonly Principal[],
) => {
  const sessions = [...roles.keys()].map(sessionOf);
  return {
    policies: { identity: [everything], resource: role.trust } satisfies Policies,
    principals: listPrincipals([role.trust], accountId, [...ofInterest, ...sessions]),
    ...{ accountId, resource: role.arn, service: 'sts' },
  };
};

/** Lists the requests that assume the role as intended. */
const listQuestions = (role: DeployedRole, how: Omit<RoleTaking, 'roleArn'>): readonly Question[] =>
  listAssumeRoleRequests({ ...how, roleArn: role.arn }).map((request) => ({
    request,
    policies: { identity: [everything], resource: role.trust },
  }));

export const ownFunctionOnly = (subject: Subject): readonly Claim[] =>
  listFunctions(subject).flatMap(({ dataRole, executionRole, name }): Claim[] => {
    if (dataRole === undefined) return [];
    const own = sessionOf(executionRole.arn);
    return [
      {
        theorem: 'own function only',
        about: `${name}’s data role`,
        ...taking(dataRole, subject, [own]),
        keys: [requestTag, tagKeys],
        // STS passes the keys of the tags that are present, none of them empty, and also requires `sts:TagSession` if
        // there are any.
        premises: (context) => [
          ...context.key(tagKeys).values.map(({ text }) => not(equal(text, literal('')))),
          implies(
            isGivenAnd(context, requestTag, () => yes),
            context.key(tagKeys).isPresent,
          ),
          implies(
            isGivenAnd(context, tagKeys, isOwner),
            isGivenAnd(context, requestTag, () => yes),
          ),
          implies(isFor('sts:TagSession'), context.key(tagKeys).isPresent),
        ],
        // A tag `Owner` would set the key `aws:RequestTag/owner`, too.
        likely: (context) => [
          implies(
            isGivenAnd(context, requestTag, () => yes),
            isGivenAnd(context, tagKeys, isOwner),
          ),
        ],
        conclusion: (context, principal) =>
          principal.kind === 'RoleSession' && principal.roleArn === executionRole.arn
            ? all([
                isFor('sts:AssumeRole', 'sts:TagSession'),
                isGivenAnd(context, requestTag, (text) => not(equal(text, literal('')))),
                ...context.key(tagKeys).values.map(({ isGiven, text }) => implies(isGiven, isOwner(text))),
              ])
            : no,
        intended: listQuestions(dataRole, { principal: own, action: 'sts:AssumeRole', tags: { owner } }),
      },
    ];
  });

export const lambdaOnly = (subject: Subject): readonly Claim[] =>
  listFunctions(subject).map(({ executionRole, name }): Claim => {
    const lambda: Principal = { kind: 'Service', name: 'lambda.amazonaws.com' };
    return {
      theorem: 'Lambda only',
      about: `the execution role of ${name}`,
      ...taking(executionRole, subject, [lambda]),
      keys: [],
      premises: () => [],
      conclusion: (_, principal) =>
        principal.kind === 'Service' && principal.name === lambda.name ? isFor('sts:AssumeRole') : no,
      intended: listQuestions(executionRole, { principal: lambda, action: 'sts:AssumeRole' }),
    };
  });

export const signedInUsersOnly = (subject: Subject): readonly Claim[] => {
  const { usersRole, deployment } = subject;
  const pool: Principal = { kind: 'WebIdentity', provider };
  const [audience, methods] = [`${provider}:aud`, `${provider}:amr`];
  return [
    {
      theorem: 'signed-in users only',
      about: 'the users’ role',
      ...taking(usersRole, subject, [pool]),
      keys: [audience, methods],
      premises: () => [],
      conclusion: (context, principal) =>
        principal.kind === 'WebIdentity' && principal.provider === provider
          ? all([
              isFor('sts:AssumeRoleWithWebIdentity'),
              isGivenAnd(context, audience, (text) => equal(text, literal(deployment.identityPoolId))),
              isGivenAnd(context, methods, (text) => equal(text, literal('authenticated'))),
            ])
          : no,
      intended: listQuestions(usersRole, {
        ...{ principal: pool, action: 'sts:AssumeRoleWithWebIdentity' },
        context: { [audience]: deployment.identityPoolId, [methods]: ['authenticated'] },
      }),
    },
  ];
};

export const noRoleBesides = (subject: Subject): readonly Claim[] => {
  const { usersRole, deployment } = subject;
  const known = new Set([
    usersRole.arn,
    ...listFunctions(subject).flatMap(({ executionRole, dataRole }) => [
      executionRole.arn,
      ...(dataRole ? [dataRole.arn] : []),
    ]),
  ]);
  return [...deployment.roles.values()]
    .filter(({ arn }) => !known.has(arn))
    .map((role) => ({
      theorem: 'no role besides',
      about: readRoleName(role.arn),
      ...taking(role, subject, []),
      keys: [],
      premises: () => [],
      conclusion: () => no,
      intended: [],
    }));
};
