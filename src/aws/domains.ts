/**
 * DNS suffixes by the region prefix of each partition [botocore, `partitions.json`]; `amazonaws.com` for all others.
 */
const domains = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['us-iso-', 'c2s.ic.gov'],
] as const;

/** Returns the DNS suffix of the partition that contains a region. */
export const findDomain = (region: string): string =>
  domains.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';

/** Returns the host of an AWS service, such as `cognito-idp.us-east-1.amazonaws.com`. */
export const formatAwsHost = (service: string, region: string): string => `${service}.${region}.${findDomain(region)}`;
