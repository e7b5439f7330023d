import { findHeaderValues, type RawHead } from '../../../../../infra/local/http-api/canonical-request.ts';
import type { VerifiedHead } from '../../../../../infra/local/http-api/signature-v4.ts';
import type { Files } from '../../../../../infra/local/s3/files.ts';
import { S3Error } from '../../../../../infra/local/s3/s3-error.ts';
import { bucket, credentials } from '../../../../../infra/local/s3/test-s3.ts';
import type { Authenticate, S3Fault } from '../planted-s3.ts';

type Options = Parameters<Authenticate>[1];

/** Treats a refused request as another one that is accepted. */
const takenFor = (others: (head: RawHead, options: Options) => readonly [RawHead, Options][]): S3Fault => ({
  authenticate: (sound) => (head, options) => {
    try {
      return sound(head, options);
    } catch (error) {
      for (const other of others(head, options))
        try {
          // The query stays the original request's, with what the other one lacks.
          return { ...sound(...other), query: head.target.query };
        } catch {
          // This one is refused too.
        }
      throw error;
    }
  },
});

/** Creates a session of a principal, whatever the signature. */
const believed = (head: RawHead, principal: string): VerifiedHead<string> => ({
  session: { principal, accessKeyId: '', expiration: Number.POSITIVE_INFINITY },
  ...{ query: head.target.query, payloadHash: 'UNSIGNED-PAYLOAD' },
  signing: { key: '', date: '', scope: '', signature: Buffer.alloc(32) },
});

const instead = (principalOf: (head: RawHead, refusal: string) => string | undefined): S3Fault => ({
  authenticate: (sound) => (head, options) => {
    try {
      return sound(head, options);
    } catch (error) {
      const principal = error instanceof S3Error ? principalOf(head, error.code) : undefined;
      if (principal === undefined) throw error;
      return believed(head, principal);
    }
  },
});

const findParameter = ({ target }: RawHead, name: string): string | undefined =>
  new URLSearchParams(target.query.replaceAll('+', '%2B')).get(name) ?? undefined;

const findToken = (head: RawHead): string =>
  findHeaderValues(head.rawHeaders, 'x-amz-security-token')[0] ?? findParameter(head, 'X-Amz-Security-Token') ?? '';

const ofToken = (head: RawHead): string | undefined => credentials.open(findToken(head))?.principal;

/** Finds the identity whose folder a request is about. */
const ofFolder = ({ target: { path, query } }: RawHead): string | undefined =>
  /private(?:\/|%2F)([\w-]+(?::|%3A)[\w-]+)/i.exec(`${path}?${query}`)?.[1]?.replace(/%3A/i, ':');

const parseDate = (head: RawHead): number => {
  const date = findHeaderValues(head.rawHeaders, 'x-amz-date')[0] ?? findParameter(head, 'X-Amz-Date') ?? '';
  return Date.parse(date.replace(/^(....)(..)(..)T(..)(..)/, '$1-$2-$3T$4:$5:'));
};

const asSigned = (isOf: (head: RawHead) => boolean): S3Fault =>
  takenFor((head, options) => (isOf(head) ? [[head, { ...options, now: () => parseDate(head) }]] : []));

const isAddress = (head: RawHead): boolean => findParameter(head, 'X-Amz-Signature') !== undefined;

const methods = ['GET', 'PUT', 'DELETE', 'HEAD', 'POST'];

const withoutHeader = ({ rawHeaders }: RawHead, isLeftOut: (name: string) => boolean): readonly string[] =>
  rawHeaders.filter((_, index) => !isLeftOut(String(rawHeaders[index - (index % 2)]).toLowerCase()));

/** Accepts anybody who is signed in, as the identity that the request names. */
const namedBy = (nameOf: (head: RawHead) => string | undefined): S3Fault => ({
  authenticate: (sound) => (head, options) => {
    const verified = sound(head, options);
    const principal = nameOf(head);
    return principal === undefined ? verified : { ...verified, session: { ...verified.session, principal } };
  },
});

const inHeader = (name: string) => (head: RawHead) => findHeaderValues(head.rawHeaders, name)[0];

/** Accepts the presigned URL of any other file. */
const ofAnyKey = (): S3Fault => {
  let files: Files | undefined;
  const paths = takenFor((head, options) =>
    [...(files?.objects.keys.from('') ?? [])].map((key) => {
      const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
      return [{ ...head, target: { ...head.target, path } }, options];
    }),
  );
  return {
    ...paths,
    operate: (sound) => (asked) => {
      files = asked.files;
      return sound(asked);
    },
  };
};

/** Faults in who the caller is taken for. */
export const signatureFaults = {
  'signatures are not compared': () =>
    instead((head, code) => (code === 'SignatureDoesNotMatch' ? ofToken(head) : undefined)),
  'a session token is accepted with any access key': () =>
    instead((head, code) => (code === 'InvalidToken' ? ofToken(head) : undefined)),
  'an unknown access key is taken for the folder’s owner': () =>
    instead((head, code) => (code === 'InvalidAccessKeyId' ? ofFolder(head) : undefined)),
  'an unsigned request is taken for the folder’s owner': () =>
    instead((head) =>
      findHeaderValues(head.rawHeaders, 'authorization').length === 0 && !isAddress(head) ? ofFolder(head) : undefined,
    ),
  'any bearer token is taken for the folder’s owner': () =>
    instead((head) =>
      findHeaderValues(head.rawHeaders, 'authorization')[0]?.startsWith('Bearer ') ? ofFolder(head) : undefined,
    ),
  'a header names the caller': () => namedBy(inHeader('x-amz-cognito-identity-id')),
  'a proxy’s header names the caller': () => namedBy(inHeader('x-forwarded-user')),
  'a header names the caller of an unsigned request': () =>
    instead((head) =>
      findHeaderValues(head.rawHeaders, 'authorization').length === 0 ? inHeader('x-identity-id')(head) : undefined,
    ),
  'the query names the caller': () => namedBy((head) => findParameter(head, 'identityId')),
  'a presigned URL never expires': () => asSigned(isAddress),
  'a signature never expires': () => asSigned((head) => !isAddress(head)),
  'a presigned URL is valid for any key': ofAnyKey,
  'a presigned URL is valid for any method': () =>
    takenFor((head, options) => methods.map((method) => [{ ...head, method }, options])),
  'a presigned URL is valid with more parameters': () =>
    takenFor(({ target: { path, query }, ...head }, options) => [
      [{ ...head, target: { path, query: query.replace(/(X-Amz-Signature=[0-9a-f]{64}).*/, '$1') } }, options],
    ]),
  'unsigned x-amz headers are accepted': () =>
    takenFor((head, options) => [
      [{ ...head, rawHeaders: withoutHeader(head, (name) => name.startsWith('x-amz-meta-')) }, options],
    ]),
  'a signature for another region is accepted': () =>
    takenFor((head, options) => ['us-west-2', 'eu-west-1'].map((region) => [head, { ...options, region }])),
  'the host need not be the signed one': () =>
    takenFor((head, options) => {
      const host = findHeaderValues(head.rawHeaders, 'host')[0] ?? '';
      const rawHeaders = head.rawHeaders.map((each) => (each === host ? host.replace(/^x/, '') : each));
      return [[{ ...head, rawHeaders }, options]];
    }),
  'a path may differ from the signed one in its last character': () =>
    takenFor((head, options) => [
      [{ ...head, target: { ...head.target, path: `${head.target.path}x` } }, options],
      [{ ...head, target: { ...head.target, path: `${head.target.path.slice(0, -1)}` } }, options],
    ]),
} satisfies Readonly<Record<string, () => S3Fault>>;
