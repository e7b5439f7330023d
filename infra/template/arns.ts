/** An account and a region. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

export const formatArn = ({ account, region }: Home, service: string, rest: string): string =>
  `arn:aws:${service}:${region}:${account}:${rest}`;

export const tableArn = (home: Home, name: string): string => formatArn(home, 'dynamodb', `table/${name}`);

export const functionArn = (home: Home, name: string): string => formatArn(home, 'lambda', `function:${name}`);

/** Returns a role's ARN. IAM is global, so it has no region. */
export const roleArn = ({ account }: Pick<Home, 'account'>, name: string): string =>
  `arn:aws:iam::${account}:role/${name}`;

/** Returns a bucket's ARN. A bucket's name is unique across all accounts of a partition. */
export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
