import { findResource, findResources, type Template } from '../../template/template.ts';
import type { Principal as Identity } from '../credentials.ts';
import { notDeployable } from './not-deployable.ts';

/** Whom the identity pool lets in, and in which role. */
export interface DeployedIdentityPool {
  /** Whether guests get an identity. */
  readonly guests: boolean;
  readonly roles: {
    readonly authenticated: string | undefined;
    readonly unauthenticated: string | undefined;
  };
}

export const readIdentityPool = (template: Template): DeployedIdentityPool => {
  const { AllowUnauthenticatedIdentities: guests } = findResource(template, 'AWS::Cognito::IdentityPool').Properties;
  const [[, attachment] = []] = findResources(template, 'AWS::Cognito::IdentityPoolRoleAttachment');
  if (attachment?.Properties.RoleMappings !== undefined)
    throw notDeployable('The identity pool chooses roles by rules, which are not understood here.');
  const { authenticated, unauthenticated } = attachment?.Properties.Roles ?? {};
  return { guests, roles: { authenticated, unauthenticated } };
};

/** Returns the ARN of the role of an identity's sessions, if it has one. */
export const findRole = (
  { identityPool: { roles } }: { readonly identityPool: DeployedIdentityPool },
  identity: Identity,
): string | undefined => roles[readIdentityKind(identity)];

/** Returns whether an identity belongs to a signed-in user, by which an identity pool chooses its role. */
export const readIdentityKind = ({ amr }: Identity): keyof DeployedIdentityPool['roles'] =>
  amr.includes('authenticated') ? 'authenticated' : 'unauthenticated';

export const readRoleName = (arn: string | undefined): string => String(arn?.split('/').at(-1));
