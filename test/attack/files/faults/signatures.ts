import { findHeaderValues, type RawHead } from '../../../../infra/local/http-api/canonical-request.ts';
import type { VerifiedHead } from '../../../../infra/local/http-api/signature-v4.ts';
import type { Files } from '../../../../infra/local/s3/files.ts';
import { S3Error } from '../../../../infra/local/s3/s3-error.ts';
import { bucket, credentials } from '../../../../infra/local/s3/test-s3.ts';
import type { Authenticate, S3Fault } from '../planted-s3.ts';

type Options = Parameters<Authenticate>[1];

/** Takes a request that is refused for another one that is not. */
const takenFor = (others: (head: RawHead, options: Options) => readonly [RawHead, Options][]): S3Fault => ({
  authenticate: (sound) => (head, options) => {
    try {
      return sound(head, options);
    } catch (error) {
      for (const other of others(head, options))
        try {
          // The query is that of the request, without what was taken away.
          return { ...sound(...other), query: head.target.query };
        } catch {
          // Nor is this one.
        }
      throw error;
    }
  },
});

/** Whose session it is, whatever the signature. */
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

/** Whose folder a request is about. */
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

/** Whoever is signed in, but as who a name in the request says. */
const namedBy = (nameOf: (head: RawHead) => string | undefined): S3Fault => ({
  authenticate: (sound) => (head, options) => {
    const verified = sound(head, options);
    const principal = nameOf(head);
    return principal === undefined ? verified : { ...verified, session: { ...verified.session, principal } };
  },
});

const inHeader = (name: string) => (head: RawHead) => findHeaderValues(head.rawHeaders, name)[0];

/** The address of any other file. */
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

/** Who asks. */
export const signatureFaults = {
  'signatures are not compared': () =>
    instead((head, code) => (code === 'SignatureDoesNotMatch' ? ofToken(head) : undefined)),
  'a token counts for any key': () => instead((head, code) => (code === 'InvalidToken' ? ofToken(head) : undefined)),
  'an access key says whose it is': () =>
    instead((head, code) => (code === 'InvalidAccessKeyId' ? ofFolder(head) : undefined)),
  'nobody is somebody': () =>
    instead((head) =>
      findHeaderValues(head.rawHeaders, 'authorization').length === 0 && !isAddress(head) ? ofFolder(head) : undefined,
    ),
  'any bearer is somebody': () =>
    instead((head) =>
      findHeaderValues(head.rawHeaders, 'authorization')[0]?.startsWith('Bearer ') ? ofFolder(head) : undefined,
    ),
  'a header says who asks': () => namedBy(inHeader('x-amz-cognito-identity-id')),
  'a proxy’s header says who asks': () => namedBy(inHeader('x-forwarded-user')),
  'a header says who asks, where nobody signs': () =>
    instead((head) =>
      findHeaderValues(head.rawHeaders, 'authorization').length === 0 ? inHeader('x-identity-id')(head) : undefined,
    ),
  'the query says who asks': () => namedBy((head) => findParameter(head, 'identityId')),
  'an address is good for ever': () => asSigned(isAddress),
  'a signature is good for ever': () => asSigned((head) => !isAddress(head)),
  'an address is good for any key': ofAnyKey,
  'an address is good for any method': () =>
    takenFor((head, options) => methods.map((method) => [{ ...head, method }, options])),
  'an address is good for more parameters': () =>
    takenFor(({ target: { path, query }, ...head }, options) => [
      [{ ...head, target: { path, query: query.replace(/(X-Amz-Signature=[0-9a-f]{64}).*/, '$1') } }, options],
    ]),
  'headers that are not signed are taken': () =>
    takenFor((head, options) => [
      [{ ...head, rawHeaders: withoutHeader(head, (name) => name.startsWith('x-amz-meta-')) }, options],
    ]),
  'a signature for another region counts': () =>
    takenFor((head, options) => ['us-west-2', 'eu-west-1'].map((region) => [head, { ...options, region }])),
  'the host is not signed': () =>
    takenFor((head, options) => {
      const host = findHeaderValues(head.rawHeaders, 'host')[0] ?? '';
      const rawHeaders = head.rawHeaders.map((each) => (each === host ? host.replace(/^x/, '') : each));
      return [[{ ...head, rawHeaders }, options]];
    }),
  'a path is signed by its beginning': () =>
    takenFor((head, options) => [
      [{ ...head, target: { ...head.target, path: `${head.target.path}x` } }, options],
      [{ ...head, target: { ...head.target, path: `${head.target.path.slice(0, -1)}` } }, options],
    ]),
} satisfies Readonly<Record<string, () => S3Fault>>;
