import { sessionOf } from '../model/principals.ts';
import { asked } from '../model/request.ts';
import { anyText, exactly, isIn, sequence } from '../smt/languages.ts';
import { all, call, joined, literal, no, not, some, type Term } from '../smt/terms.ts';
import { type Claim, isGivenAnd, may, on, type Question } from './claim.ts';
import { ofRole } from './needs.ts';
import type { Subject } from './subject.ts';

const identity = 'cognito-identity.amazonaws.com:sub';
const prefix = 's3:prefix';
const user = 'eu-west-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const onFiles = [
  ...['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
  ...['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
] as const;

export const fiveRoutesAndOwnFilesOnly = (subject: Subject): readonly Claim[] => {
  const { usersRole, deployment } = subject;
  const { bucket } = deployment;
  const intended = [...listCallQuestions(subject), ...listFileQuestions(subject)];
  return [
    {
      theorem: 'five routes and own files only',
      about: 'the users’ role',
      ...ofRole(usersRole, subject),
      keys: [identity, prefix],
      conclusion: (context) =>
        some([
          may(['execute-api:Invoke'], some(listRoutes(subject))),
          bucket === undefined
            ? no
            : isGivenAnd(context, identity, (own) =>
                all([
                  not(call('=', own, literal(''))),
                  some([
                    may(
                      onFiles,
                      call(
                        'str.prefixof',
                        joined([literal(`${bucket.arn}/private/`), own, literal('/')]),
                        asked.resource,
                      ),
                    ),
                    all([
                      may(['s3:ListBucket'], on(bucket.arn)),
                      isGivenAnd(context, prefix, (of) =>
                        call('str.prefixof', joined([literal('private/'), own, literal('/')]), of),
                      ),
                    ]),
                  ]),
                ]),
              ),
        ]),
      intended,
    },
  ];
};

/** Lists the routes a caller may use. To IAM, an id is any text, even with slashes. */
const listRoutes = ({ served, apiArn }: Subject): readonly Term[] =>
  served.map(({ route: { method, path } }) => {
    const [before = '', after] = `${apiArn}/${method}${path}`.split(/\{[^}]+\}/);
    return after === undefined
      ? on(before)
      : isIn(asked.resource, sequence([exactly(before), anyText, exactly(after)]));
  });

const listCallQuestions = ({ served, apiArn, usersRole, deployment: { accountId } }: Subject): readonly Question[] =>
  served.map(({ route: { method, path } }) => ({
    request: {
      principal: sessionOf(usersRole.arn),
      action: 'execute-api:Invoke',
      resource: {
        arn: `${apiArn}/${method}${path.replace('{id}', '01890a5d-ac96-774b-bcce-b302099a8057')}`,
        accountId,
      },
      context: {},
    },
    policies: { identity: usersRole.policies },
  }));

const listFileQuestions = ({ usersRole, deployment: { accountId, bucket } }: Subject): readonly Question[] =>
  bucket === undefined
    ? []
    : [...onFiles, 's3:ListBucket'].map((action) => {
        const isList = action === 's3:ListBucket';
        const arn = isList ? bucket.arn : `${bucket.arn}/private/${user}/a.png`;
        return {
          request: {
            principal: sessionOf(usersRole.arn),
            action,
            resource: { arn, accountId },
            context: {
              [identity]: user,
              ...(isList && { [prefix]: `private/${user}/` }),
              'aws:SecureTransport': 'true',
            },
          },
          policies: { identity: usersRole.policies, ...(bucket.policy && { resource: bucket.policy }) },
        };
      });
