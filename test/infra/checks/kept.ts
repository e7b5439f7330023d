import { findResource, type Resource } from '../../../infra/template/template.ts';
import { findFilesBucket, listFilesBuckets } from '../page.ts';
import { type Check, differs } from './check.ts';

/**
 * What must not be lost. CloudFormation replaces a resource whose logical id changes, and the table's key or the
 * pool's user names too: so these are pinned, for every stage. That the keys are the owner and the note besides is what
 * IAM's leading key stands on.
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
    ...differs('what tombstones end by', table.Properties.TimeToLiveSpecification, {
      AttributeName: 'expiresAt',
      Enabled: true,
    }),
  ];
};

/** For `prod`: notes, users, their sign-ins and identities outlive the stack. */
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
      differs(`what becomes of ${id}`, [DeletionPolicy, UpdateReplacePolicy], ['Retain', 'Retain']),
    ),
    ...differs('the table’s protection', table.Properties.DeletionProtectionEnabled, true),
    ...differs('the user pool’s protection', userPool.Properties.DeletionProtection, 'ACTIVE'),
  ];
};
