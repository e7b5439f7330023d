import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from '../../infra/template/template.ts';
import { account } from './resolve.ts';

/** A request as IAM sees it. */
export interface Access {
  readonly principal: string;
  /** The principal's own policies. */
  readonly policies: readonly PolicyDocument[];
  readonly action: string;
  readonly resource: string;
  /** The resource's own policy; for a role, its trust policy. */
  readonly resourcePolicy?: PolicyDocument;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

export interface Expectation extends Access {
  readonly what: string;
  readonly allowed: boolean;
}

/** Throws on an impossible request, so that a slip in a test does not pass for a denial. */
export const isAllowed = async (access: Access): Promise<boolean> => {
  const { principal, policies, action, resource, resourcePolicy, context } = access;
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: account },
        contextVariables: { ...context },
      },
      identityPolicies: policies.map((policy, index) => ({ name: String(index), policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy !== undefined && { resourcePolicy }),
    },
    {},
  );
  if (result.resultType === 'error')
    throw new Error(`${action} on ${resource} could not be simulated: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
};

/** Finds the expectations that the policies do not meet. */
export const findUnmet = async (expectations: readonly Expectation[]): Promise<string[]> => {
  const answers = await Promise.all(expectations.map(isAllowed));
  return expectations
    .filter(({ allowed }, index) => answers[index] !== allowed)
    .map(({ what, allowed }) => `${what}: ${allowed ? 'denied' : 'allowed'}`);
};
