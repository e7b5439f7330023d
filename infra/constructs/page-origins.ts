import type { Stack } from 'aws-cdk-lib';
import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { PageOrigins } from '../web/security-headers.ts';

/**
 * Lists the narrowest origins that CloudFront's headers can name. The API and the files bucket name the distribution in
 * their CORS settings, so the distribution cannot name them: each would have to exist before the other. The page's own
 * policy narrows them further (decision 30).
 */
export const listRegionOrigins = (stack: Stack, hasFiles: boolean): PageOrigins =>
  listOrigins(stack, formatWildcard(stack, 'execute-api'), hasFiles ? formatWildcard(stack, 's3') : undefined);

/** Lists the exact origins that the page calls. */
export const listDeploymentOrigins = (stack: Stack, api: CfnApi, files: Bucket | undefined): PageOrigins =>
  listOrigins(stack, api.attrApiEndpoint, files && `https://${files.bucketRegionalDomainName}`);

const listOrigins = (stack: Stack, api: string, files: string | undefined): PageOrigins => {
  const pools = ['cognito-idp', 'cognito-identity'].map((service) => `https://${formatHost(stack, service)}`);
  const ofFiles = files === undefined ? [] : [files];
  return { connect: [...pools, api, ...ofFiles], images: ofFiles };
};

const formatWildcard = (stack: Stack, service: string): string => `https://*.${formatHost(stack, service)}`;

const formatHost = ({ region, urlSuffix }: Stack, service: string): string => `${service}.${region}.${urlSuffix}`;
