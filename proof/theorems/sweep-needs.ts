import type { DeployedRole } from '../../infra/local/deployment/roles.ts';
import type { RequestContext } from '../../infra/local/iam/context.ts';
import type { SymbolicContext } from '../model/context.ts';
import { sessionOf } from '../model/principals.ts';
import { asked } from '../model/request.ts';
import { all, call, equal, implies, isAmong, joined, literal, no, some, type Term } from '../smt/terms.ts';
import { isGivenAnd, may, on, type Question } from './claim.ts';
import type { Subject } from './subject.ts';

export const tag = 'aws:PrincipalTag/owner';
const [leadingKeys, attributes, select] = ['dynamodb:LeadingKeys', 'dynamodb:Attributes', 'dynamodb:Select'];
const [prefix, delimiter] = ['s3:prefix', 's3:delimiter'];
export const keysOfSweep = [tag, leadingKeys, attributes, select, prefix, delimiter];

const onFiles = ['s3:DeleteObject', 's3:GetObjectTagging', 's3:PutObjectTagging'];
const named = ['userId', 'noteId', 'attachment'];
const owner = 'eu-west-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';

const beginsWith = (text: Term, beginning: Term): Term => call('str.prefixof', beginning, text);

/** Models a list of the identity ids that have files, but not of the files. */
export const listsOwners = ({ deployment: { bucket } }: Subject, context: SymbolicContext): Term =>
  bucket === undefined
    ? no
    : all([
        may(['s3:ListBucket'], on(bucket.arn)),
        isGivenAnd(context, prefix, (text) => equal(text, literal('private/'))),
        isGivenAnd(context, delimiter, (text) => equal(text, literal('/'))),
      ]);

/** Models a query that returns nothing of a note but its keys and the name of its file. */
const readsNames = ({ deployment: { table } }: Subject, context: SymbolicContext): Term => {
  const { values, isPresent } = context.key(attributes);
  return all([
    ...[may(['dynamodb:Query'], on(table.arn)), isPresent],
    ...values.map(({ isGiven, text }) => implies(isGiven, isAmong(text, named.map(literal)))),
    isGivenAnd(context, select, (text) => equal(text, literal('SPECIFIC_ATTRIBUTES'))),
  ]);
};

/** Models what the sweep does with files below a prefix, without reading their contents. */
const sweepsBelow = ({ deployment: { bucket } }: Subject, context: SymbolicContext, place: Term): Term =>
  bucket === undefined
    ? no
    : some([
        may(onFiles, beginsWith(asked.resource, joined([literal(`${bucket.arn}/`), place]))),
        all([may(['s3:ListBucket'], on(bucket.arn)), isGivenAnd(context, prefix, (text) => beginsWith(text, place))]),
      ]);

export const modelNamesOfAll = (subject: Subject, context: SymbolicContext): Term =>
  some([readsNames(subject, context), sweepsBelow(subject, context, literal('private/'))]);

export const modelNamesOfOwner = (subject: Subject, context: SymbolicContext, own: Term): Term => {
  const { values, isPresent } = context.key(leadingKeys);
  const ofOwner = all([isPresent, ...values.map(({ isGiven, text }) => implies(isGiven, equal(text, own)))]);
  const place = joined([literal('private/'), own, literal('/')]);
  return some([all([readsNames(subject, context), ofOwner]), sweepsBelow(subject, context, place)]);
};

export interface QuestionOfSweep extends Question {
  /** Whether it is about the list of owners or about one owner's files. */
  readonly about: 'owners' | 'an owner';
}

/** Lists the requests that a sweep's role must allow. */
export const listSweepQuestions = (
  { deployment: { table, bucket, accountId } }: Subject,
  role: DeployedRole,
): readonly QuestionOfSweep[] => {
  if (bucket === undefined) return [];
  const question = (
    of: QuestionOfSweep['about'],
    action: string,
    arn: string,
    context: RequestContext,
  ): QuestionOfSweep => ({
    about: of,
    request: {
      ...{ principal: sessionOf(role.arn), action, resource: { arn, accountId } },
      context: { 'aws:SecureTransport': 'true', ...(of === 'an owner' && { [tag]: owner }), ...context },
    },
    policies: {
      identity: role.policies,
      ...(action.startsWith('s3:') && bucket.policy && { resource: bucket.policy }),
    },
  });
  return [
    question('owners', 's3:ListBucket', bucket.arn, { [prefix]: 'private/', [delimiter]: '/' }),
    question('an owner', 's3:ListBucket', bucket.arn, { [prefix]: `private/${owner}/` }),
    ...onFiles.map((action) => question('an owner', action, `${bucket.arn}/private/${owner}/1-a.png`, {})),
    question('an owner', 'dynamodb:Query', table.arn, {
      ...{ [leadingKeys]: [owner], [attributes]: named, [select]: 'SPECIFIC_ATTRIBUTES' },
    }),
  ];
};
