import { findResource, type Resource } from '../../../infra/template/template.ts';
import { findFilesBucket, listFilesBuckets } from '../page.ts';
import { type Check, differs } from './check.ts';

/**
 * What must not be lost. CloudFormation replaces a resource if its logical id changes, or the table's key, or the
 * pool's kind of user names; so every stage pins these. IAM's leading key also depends on the table's keys being the
 * owner and the note.
 */
export const pinned: Check = (template) => {
  const table = findResource(template, 'AWS::DynamoDB::Table');
  return [
    ...differs('the table’s logical id', table.id, 'NotesTableD0D0D2F1'),
    ...differs('the user pool’s logical id', findResource(template, 'AWS::Cognito::UserPool').id, 'UserPool6BA7E5F2'),
    ...differs(
      'the app client’s logical id',
      findResource(template, 'AWS::Cognito::UserPoolClient').id,
      'UserPoolUserPoolClient40176907',
    ),
    ...differs(
      'the identity pool’s logical id',
      findResource(template, 'AWS::Cognito::IdentityPool').id,
      'IdentityPool',
    ),
    ...listFilesBuckets(template).flatMap((id) => differs('the bucket’s logical id', id, 'FilesBucket16450113')),
    ...differs('the table’s key', table.Properties.KeySchema, [
      { AttributeName: 'userId', KeyType: 'HASH' },
      { AttributeName: 'noteId', KeyType: 'RANGE' },
    ]),
    ...differs('the table’s billing', table.Properties.BillingMode, 'PAY_PER_REQUEST'),
    ...differs('backups', table.Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, true),
    ...differs('the time to live of tombstones', table.Properties.TimeToLiveSpecification, {
      AttributeName: 'expiresAt',
      Enabled: true,
    }),
  ];
};

/** Notes, users, their sign-ins and identities outlive the stack `prod`. */
export const retained: Check = (template) => {
  const table = findResource(template, 'AWS::DynamoDB::Table');
  const userPool = findResource(template, 'AWS::Cognito::UserPool');
  const kept: readonly (Resource & { readonly id: string })[] = [
    table,
    userPool,
    findResource(template, 'AWS::Cognito::UserPoolClient'),
    findResource(template, 'AWS::Cognito::IdentityPool'),
    findFilesBucket(template),
  ];
  return [
    ...kept.flatMap(({ id, DeletionPolicy, UpdateReplacePolicy }) =>
      differs(`the deletion policy of ${id}`, [DeletionPolicy, UpdateReplacePolicy], ['Retain', 'Retain']),
    ),
    ...differs('the table’s protection', table.Properties.DeletionProtectionEnabled, true),
    ...differs('the user pool’s protection', userPool.Properties.DeletionProtection, 'ACTIVE'),
  ];
};
