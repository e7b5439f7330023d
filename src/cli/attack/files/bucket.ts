import { findDomain } from '../../../aws/domains.ts';
import type { NotesConfig } from '../../../client/config.ts';
import { isRecord, isText } from '../../../client/shapes.ts';

/** The bucket that holds users' files. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** Both styles of addressing [Amazon S3 User Guide, "Virtual hosting of buckets"]. */
  readonly by: Readonly<Record<Style, Place>>;
}

export type Style = 'path' | 'host';

export interface Place {
  /** The origin to connect to. */
  readonly origin: string;
  readonly host: string;
  /** The path before a key's slash. */
  readonly path: string;
}

/** Why there is nothing to try, or why it could not be tried. */
export type NoBucket = { readonly kind: 'NoFiles' | 'NotToBeFound'; readonly reason: string };

/** Finds a deployment's bucket in its outputs; those of a local stack also contain its S3 endpoint. */
export const findBucket = (outputs: unknown, { region, cognitoEndpoint }: NotesConfig): Bucket | NoBucket => {
  const all = isRecord(outputs) ? [outputs, ...Object.values(outputs).filter(isRecord)] : [];
  const { BucketName: name, S3Endpoint: local } = all.find((each) => isText(each.BucketName)) ?? {};
  if (!isText(name)) return { kind: 'NoFiles', reason: 'the outputs name no bucket' };
  const service = `s3.${region}.${findDomain(region)}`;
  if (isText(local) && URL.canParse(local) && /^https?:$/.test(new URL(local).protocol)) {
    const { origin, host } = new URL(local);
    return createBucket(name, region, { origin, host }, { origin, host: `${name}.${service}` });
  }
  // A local stack's files are on the same machine; without an endpoint they cannot be found.
  if (cognitoEndpoint !== undefined) return { kind: 'NotToBeFound', reason: 'the outputs do not say where they are' };
  const host = `${name}.${service}`;
  return createBucket(
    name,
    region,
    { origin: `https://${service}`, host: service },
    { origin: `https://${host}`, host },
  );
};

const createBucket = (
  name: string,
  region: string,
  byPath: Pick<Place, 'origin' | 'host'>,
  byHost: Pick<Place, 'origin' | 'host'>,
): Bucket => ({
  ...{ name, region },
  by: { path: { ...byPath, path: `/${name}` }, host: { ...byHost, path: '' } },
});
