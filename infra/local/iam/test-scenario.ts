import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';
import { type Decision, evaluate, type Policies } from './evaluate.ts';
import { parsePolicy } from './parse-policy.ts';
import { formatPrincipal } from './principal.ts';
import type { Scenario } from './test-arbitraries.ts';

/** Parses a scenario's policies. Throws if a document is not understood: every drawn one must be. */
export const parsePolicies = ({ request, identity, session, resource }: Scenario): Policies => {
  const kind = request.action.toLowerCase().startsWith('sts:') ? 'Trust' : 'Resource';
  const parsed = <K extends 'Identity' | 'Session' | 'Resource' | 'Trust'>(document: object, of: K) =>
    parsePolicy(document, { kind: of, name: of })._unsafeUnwrap();
  return {
    identity: identity.map((document) => parsed(document, 'Identity')),
    ...(session && { session: [parsed(session, 'Session')] }),
    ...(resource && { resource: parsed(resource, kind) }),
  };
};

export const evaluateOurs = (scenario: Scenario, policies = parsePolicies(scenario)): Decision =>
  evaluate(scenario.request, policies);

const names = { Allowed: 'Allow', ExplicitlyDenied: 'ExplicitDeny', ImplicitlyDenied: 'ImplicitDeny' } as const;

/** Grants the root user full access, of which iam-simulate does not know. */
const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/**
 * Returns iam-simulate's decision. Throws if it does not accept the scenario as it is: then there is nothing to
 * compare.
 */
export const evaluateTheirs = async ({
  request,
  identity,
  session,
  resource,
}: Scenario): Promise<Decision['decision']> => {
  const { principal, action, context } = request;
  const { arn, accountId } = request.resource;
  const result = await runSimulation(
    {
      request: {
        principal: principal.kind === 'Anonymous' ? anonymousPrincipal : formatPrincipal(principal),
        action,
        resource: { resource: arn, accountId },
        contextVariables: context as Record<string, string | string[]>,
      },
      identityPolicies: [...identity, ...(principal.kind === 'AccountRoot' ? [everything] : [])].map(
        (policy, index) => ({ name: String(index), policy }),
      ),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(session && { sessionPolicy: session }),
      ...(resource && { resourcePolicy: resource }),
    },
    {},
  );
  if (result.resultType !== 'single') throw new Error(`Not simulated: ${JSON.stringify(result)}`);
  const ignored = result.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Error(`Not all of the context counts: ${ignored.join(', ')}`);
  return names[result.overallResult];
};
