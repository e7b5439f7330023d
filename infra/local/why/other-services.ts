import { randomBytes } from 'node:crypto';
import { explainRefusal } from '../authorizer.ts';
import type { Credentials, Principal } from '../credentials.ts';
import type { RoleSession } from '../roles.ts';
import type { S3RefusedRequest } from '../s3/s3.ts';
import type { RefusedSignature } from '../signed-request.ts';
import type { Denials } from './denials.ts';
import type { ExplainedRefusal } from './explanation.ts';
import type { KnownKey } from './key-variants.ts';
import { explainDenied } from './policy.ts';
import { createS3Service, dynamoDb, theSts } from './service.ts';
import { explainSignature } from './signature.ts';

interface OtherServicesOptions {
  readonly region: string;
  readonly bucket: string | undefined;
  readonly credentials: Pick<Credentials, 'secretKey'>;
  /** Returns where the services listen, once they do. */
  readonly endpoints: () => readonly string[];
  readonly keys: () => readonly KnownKey[];
  readonly take: Denials['take'];
  readonly tell: (refusal: ExplainedRefusal) => void;
}

export interface OtherServices {
  readonly onS3Refusal: (refused: S3RefusedRequest<Principal | RoleSession>) => void;
  readonly onSignatureRefused: (refused: RefusedSignature) => void;
}

/**
 * Explains refusals by other services than the API: signatures at S3, DynamoDB and STS, and policy denials in S3's
 * responses.
 */
export const createOtherServices = (options: OtherServicesOptions): OtherServices => {
  const { region, bucket = '', credentials, endpoints, keys, take, tell } = options;
  const surroundings = (names: readonly string[]) => ({
    hosts: [...names.map((name) => `${name}.amazonaws.com`), ...endpoints().map((url) => new URL(url).host)],
    keys: keys(),
  });
  const s3Names = [`${bucket}.s3.${region}`, `${bucket}.s3`, `s3.${region}`, 's3'];
  const s3 = createS3Service(bucket);
  const now = () => new Date().toISOString();

  return {
    onS3Refusal: ({ requestId, method, path, status, message, cause, request, principal }) => {
      const identityId = principal && ('roleArn' in principal ? principal.tags.owner : principal.identityId);
      const about = { time: now(), requestId, status, ...(identityId !== undefined && { identityId }) };
      if (cause !== undefined && request !== undefined) {
        // The payload of an invalidly signed request is never read.
        const raw = { ...request, body: Buffer.alloc(0) };
        const context = { service: s3, credentials, ...surroundings(s3Names) };
        return tell({ ...about, request: `${method} ${path}`, ...explainSignature(cause, raw, context) });
      }
      const denial = take(
        ({ owner, judgement }) => owner === identityId && !judgement.allowed && explainRefusal(judgement) === message,
      );
      if (denial !== undefined) tell({ ...about, request: denial.action, ...explainDenied(denial.judgement) });
    },
    onSignatureRefused: ({ service, cause, request, credentials: ofSession }) => {
      const signed = service === 'sts' ? theSts : dynamoDb;
      const context = { service: signed, credentials: ofSession, ...surroundings([`${service}.${region}`]) };
      tell({
        ...{ time: now(), requestId: `local-${randomBytes(6).toString('hex')}` },
        ...{ request: `${request.method} ${signed.called}`, ...explainSignature(cause, request, context) },
      });
    },
  };
};
