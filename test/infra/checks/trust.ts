import type { PolicyDocument } from '../../../infra/template/template.ts';
import { account, region } from '../resolve.ts';
import { type FunctionOfTemplate, listFunctions, type RoleOfTemplate } from '../roles.ts';
import { type Expectation, findUnmet, isAllowed } from '../simulate.ts';
import { type Check, differs } from './check.ts';

const owner = `${region}:7c9e6679-7425-40de-944b-e07fc1f90ae7`;

/** The policy of somebody who may do anything, so that only the trust policy can stop them. */
const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

type Tags = Readonly<Record<string, string>>;

/** Only its own function's execution role can take a data role, and only with the one tag `owner`. */
export const trust: Check = async (template) => {
  const all = listFunctions(template);
  const found = await Promise.all(
    all.flatMap(({ name, executionRole, dataRole }) =>
      dataRole === undefined ? [] : [checkTrust(name, executionRole, dataRole, strangersTo(executionRole, all))],
    ),
  );
  const services = all.map(({ name, executionRole }) =>
    differs(`whom ${name}’s execution role trusts`, executionRole.trust.Statement, [
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
    ]),
  );
  return [...found, ...services].flat();
};

const strangersTo = (executionRole: RoleOfTemplate, all: readonly FunctionOfTemplate[]): readonly string[] => [
  ...all.flatMap((other) => (other.executionRole.name === executionRole.name ? [] : [other.executionRole.session])),
  ...all.flatMap(({ dataRole }) => dataRole?.session ?? []),
  `arn:aws:iam::${account}:root`,
  `arn:aws:iam::${account}:user/administrator`,
  `arn:aws:sts::${account}:assumed-role/Administrator/session`,
  executionRole.session.replace(account, '999999999999'),
  'arn:aws:iam::999999999999:root',
  'lambda.amazonaws.com',
];

const checkTrust = async (
  functionName: string,
  executionRole: RoleOfTemplate,
  dataRole: RoleOfTemplate,
  strangers: readonly string[],
): Promise<string[]> => {
  const taken = (principal: string, policies: readonly PolicyDocument[], tags: Tags): Promise<boolean> =>
    canTake({ dataRole, principal, policies, tags });
  const name = `${functionName}’s data role`;
  const mayTake = await taken(executionRole.session, executionRole.policies, { owner });
  const wrongTags: readonly Tags[] = [{}, { owner: '' }, { user: owner }, { owner, admin: 'true' }, { Owner: owner }];
  const withWrongTags = await Promise.all(
    wrongTags.map(async (tags) =>
      (await taken(executionRole.session, [...executionRole.policies, everything], tags))
        ? [`${name} is taken with the tags ${JSON.stringify(tags)}`]
        : [],
    ),
  );
  const byStrangers = await Promise.all(
    strangers.map(async (principal) =>
      (await taken(principal, [everything], { owner })) ? [`${name} is taken by ${principal}`] : [],
    ),
  );
  return [
    ...(mayTake ? [] : [`${name} cannot be taken by its function`]),
    ...withWrongTags.flat(),
    ...byStrangers.flat(),
    ...(await findUnmet([untaggedSession(name, executionRole, dataRole)])),
  ];
};

interface Taking {
  readonly dataRole: RoleOfTemplate;
  readonly principal: string;
  readonly policies: readonly PolicyDocument[];
  readonly tags: Tags;
}

/**
 * Decides whether AssumeRole succeeds. With tags, it also needs permission for sts:TagSession [IAM User Guide, "Passing
 * session tags in AWS STS"]; without, the tags' condition keys are absent.
 */
const canTake = async ({ dataRole, principal, policies, tags }: Taking): Promise<boolean> => {
  const keys = Object.keys(tags);
  const context = {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(keys.length > 0 && { 'aws:TagKeys': keys }),
  };
  const needed = keys.length > 0 ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole'];
  const answers = await Promise.all(
    needed.map((action) =>
      isAllowed({ principal, policies, action, resource: dataRole.arn, resourcePolicy: dataRole.trust, context }),
    ),
  );
  return answers.every((allowed) => allowed);
};

/** `ForAllValues` is true if there are no keys, so TagSession must also require that there are some. */
const untaggedSession = (name: string, executionRole: RoleOfTemplate, dataRole: RoleOfTemplate): Expectation => ({
  what: `${name}, sts:TagSession without keys`,
  allowed: false,
  principal: executionRole.session,
  policies: executionRole.policies,
  action: 'sts:TagSession',
  resource: dataRole.arn,
  resourcePolicy: dataRole.trust,
  context: { 'aws:RequestTag/owner': owner },
});
