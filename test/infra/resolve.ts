import { resolve as resolveAt } from '../../infra/template/resolve.ts';
import type { Template } from '../../infra/template/template.ts';

export const account = '123456789012';
export const region = 'eu-west-1';
export const userPoolId = `${region}_AbCdEfGhI`;
export const identityPoolId = `${region}:06d418dd-1111-2222-3333-444455556666`;
export const apiId = 'abcdef1234';

const place = {
  account,
  region,
  ids: {
    'AWS::ApiGatewayV2::Api': apiId,
    'AWS::Cognito::IdentityPool': identityPoolId,
    'AWS::Cognito::UserPool': userPoolId,
  },
};

/** Resolves synthesized JSON as if deployed. A region affects only references to `AWS::Region` and conditions on it. */
export const resolve = (synthesized: string, deployedTo?: string): Template =>
  resolveAt(synthesized, place, deployedTo);
