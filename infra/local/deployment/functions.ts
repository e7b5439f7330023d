import { basename } from 'node:path';
import { type DeployedName, deployedNames } from '../../../src/lambda/function-names.ts';
import { functionArn, type Home } from '../../template/arns.ts';
import { findResources, type Template } from '../../template/template.ts';
import type { Policy } from '../iam/policy.ts';
import { notDeployable } from './not-deployable.ts';
import { parseOrThrow } from './roles.ts';

export interface DeployedFunction {
  readonly arn: string;
  /** The project's function whose code it runs. */
  readonly code: DeployedName;
  readonly roleArn: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
  /** Who may invoke it, besides identities of the account whose own policies allow it. */
  readonly policy: Policy<'Resource'>;
}

/** Reads the functions of a template, by ARN. */
export const readFunctions = (template: Template, home: Home): ReadonlyMap<string, DeployedFunction> =>
  new Map(
    findResources(template, 'AWS::Lambda::Function').map(([id, { Properties, Metadata }]) => {
      const arn = functionArn(home, id);
      const { Role: roleArn, Environment, Timeout } = Properties;
      return [
        arn,
        {
          ...{ arn, code: readCodeName(id, Metadata), roleArn, timeout: Timeout * 1000 },
          environment: Environment.Variables,
          policy: readResourcePolicy(template, arn),
        },
      ];
    }),
  );

/**
 * Reads which function a code folder belongs to: the template names the folder, and the folder has the function's name.
 */
const readCodeName = (id: string, metadata: Readonly<Record<string, unknown>> = {}): DeployedName => {
  const folder = basename(String(metadata['aws:asset:path']));
  const found = deployedNames.find((name) => name === folder);
  if (found === undefined) throw notDeployable(`The code of the function ${id} is not known here.`);
  return found;
};

/**
 * Creates a function's resource policy from its permissions, as Lambda does [AWS Lambda Developer Guide, "Viewing
 * resource-based IAM policies in Lambda"].
 */
const readResourcePolicy = (template: Template, arn: string): Policy<'Resource'> => {
  const permissions = findResources(template, 'AWS::Lambda::Permission').filter(
    ([, { Properties }]) => Properties.FunctionName === arn,
  );
  const statements = permissions.map(([id, { Properties }]) => {
    const { Action, Principal, SourceArn } = Properties;
    return {
      Sid: id,
      Effect: 'Allow',
      Principal: /^[a-z0-9.-]+\.[a-z]+(?:\.cn)?$/.test(Principal) ? { Service: Principal } : { AWS: Principal },
      Action,
      Resource: arn,
      ...(SourceArn !== undefined && { Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } } }),
    };
  });
  if (statements.length === 0) return { kind: 'Resource', name: arn, version: '2012-10-17', statements: [] };
  return parseOrThrow({ Version: '2012-10-17', Statement: statements }, 'Resource', `${arn}/permissions`);
};
