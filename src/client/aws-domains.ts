/** The ends of names, by how regions of a partition begin [botocore, `partitions.json`]; `amazonaws.com` for all others. */
const domains = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
] as const;

/** Where a service of AWS is, such as `cognito-idp.us-east-1.amazonaws.com`. */
export const awsHost = (service: string, region: string): string => {
  const domain = domains.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com';
  return `${service}.${region}.${domain}`;
};
