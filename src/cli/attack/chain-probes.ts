import { formatAwsHost } from '../../aws/domains.ts';
import type { Chain, ChainProbe, Principal } from './chain.ts';

const ofTable = 'the table, around the API';
const ofIdentity = 'an identity that is not one’s own';
const ofAccount = 'an account that is not one’s own';

export const chainTechniques: readonly string[] = [ofTable, ofIdentity, ofAccount];

/** Returns everything that a user tries past the API with what every user has. */
export const createChainProbes = (by: Principal, whose: Principal, { config, table }: Chain): readonly ChainProbe[] => [
  ...(table === undefined ? [] : createTableProbes(by, whose, table.name)),
  ...createIdentityProbes(by, whose, config),
  ...createAccountProbes(by, whose),
];

/**
 * No user may reach the table at all, not even their own notes. Writes have a condition that is never true, and that is
 * evaluated after IAM.
 */
const createTableProbes = (by: Principal, whose: Principal, TableName: string): readonly ChainProbe[] => {
  const noteId = { S: '0192d3c4-0000-7000-8000-000000000001' };
  const keyOf = ({ identityId }: Principal) => ({ userId: { S: identityId }, noteId });
  const probe = (operation: string, what: string, parameters: object): ChainProbe => ({
    ...{ technique: ofTable, risk: 'API5:2023', service: 'dynamodb', operation, what, parameters },
    ...{ keys: by.keys, letInBy: ['ConditionalCheckFailedException', 'ResourceNotFoundException'] },
  });
  const Key = keyOf(whose);
  const ConditionExpression = 'attribute_exists(userId) AND attribute_not_exists(userId)';
  return [
    probe('GetItem', 'the other’s item', { TableName, Key }),
    probe('GetItem', 'one’s own item', { TableName, Key: keyOf(by) }),
    probe('BatchGetItem', 'both', { RequestItems: { [TableName]: { Keys: [Key, keyOf(by)] } } }),
    probe('Query', 'the other’s items', {
      ...{ TableName, KeyConditionExpression: 'userId = :owner' },
      ExpressionAttributeValues: { ':owner': { S: whose.identityId } },
    }),
    probe('Scan', 'everybody’s items', { TableName }),
    probe('PutItem', 'an item of the other’s', { TableName, Item: Key, ConditionExpression }),
    probe('UpdateItem', 'an item of the other’s', { TableName, Key, ConditionExpression }),
    probe('DeleteItem', 'an item of the other’s', { TableName, Key, ConditionExpression }),
    probe('DescribeTable', 'what it is', { TableName }),
  ];
};

/**
 * The pool gives credentials only for a token of one's own, and only for that token's identity [Cognito Identity API
 * Reference, "GetCredentialsForIdentity"].
 */
const createIdentityProbes = (by: Principal, whose: Principal, config: Chain['config']): readonly ChainProbe[] => {
  const { region, userPoolId, identityPoolId: IdentityPoolId } = config;
  const provider = `${formatAwsHost('cognito-idp', region)}/${userPoolId}`;
  const loginBy = (token: string) => ({ Logins: { [provider]: token } });
  const probe = (operation: string, what: string, parameters: object): ChainProbe => ({
    ...{ technique: ofIdentity, risk: 'API2:2023', service: 'cognito-identity' },
    ...{ operation, what, parameters },
  });
  const IdentityId = whose.identityId;
  const subject = readClaimsPart(whose.idToken);
  return [
    probe('GetCredentialsForIdentity', 'the other’s, by one’s own token', { IdentityId, ...loginBy(by.idToken) }),
    probe('GetCredentialsForIdentity', 'the other’s, by no token', { IdentityId }),
    probe('GetOpenIdToken', 'the other’s, by one’s own token', { IdentityId, ...loginBy(by.idToken) }),
    probe('GetId', 'a guest’s', { IdentityPoolId }),
    probe('GetId', 'by a token with the other’s claims', {
      ...{ IdentityPoolId, ...loginBy(withClaims(by.idToken, subject)) },
    }),
    probe('GetId', 'by a token that is not signed', { IdentityPoolId, ...loginBy(removeSignature(whose.idToken)) }),
    probe('GetId', 'by an access token', { IdentityPoolId, ...loginBy(by.accessToken) }),
  ];
};

/** Accounts belong to their users [Cognito user pools API Reference: these calls take an access token]. */
const createAccountProbes = (by: Principal, whose: Principal): readonly ChainProbe[] => {
  const probe = (operation: string, what: string, parameters: object): ChainProbe => ({
    ...{ technique: ofAccount, risk: 'API2:2023', service: 'cognito-idp' },
    ...{ operation, what, parameters },
  });
  return [
    probe('GetUser', 'by a token with the other’s claims', {
      AccessToken: withClaims(by.accessToken, readClaimsPart(whose.accessToken)),
    }),
    probe('GetUser', 'by a token that is not signed', { AccessToken: removeSignature(whose.accessToken) }),
    probe('GetUser', 'by an ID token', { AccessToken: by.idToken }),
  ];
};

const readClaimsPart = (token: string): string => token.split('.')[1] ?? '';

/** Puts another user's claims under one's own signature. */
const withClaims = (token: string, claims: string): string => {
  const [header, , signature] = token.split('.');
  return [header, claims, signature].join('.');
};

/** Makes an unsecured token of RFC 7519, 6, which a verifier must not accept. */
const removeSignature = (token: string): string =>
  [Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url'), readClaimsPart(token), ''].join('.');
