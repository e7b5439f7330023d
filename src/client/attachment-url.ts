import { AwsV4Signer } from 'aws4fetch';
import { err, ok, type Result } from 'neverthrow';
import { attachmentName } from '../domain/attachment-key.ts';
import type { Ending } from './ending.ts';
import { notSent } from './failures.ts';
import type { FileFailure } from './file-failures.ts';
import { parseFileKey } from './file-key.ts';
import { isPreviewType, type PreviewType } from './media-types.ts';
import { formatOwnPrefix } from './s3-addresses.ts';
import type { S3 } from './s3-calls.ts';
import { formatSigningTime } from './signed-fetch.ts';

/**
 * A presigned URL of a file.
 *
 * @example
 * const isOver = ({ expires }: AttachmentUrl): boolean => expires <= Date.now();
 */
export interface AttachmentUrl {
  /** Whoever has the URL can read the file: it carries a signature, and credentials that identify the signer. */
  readonly url: string;
  /** When the URL expires, in epoch milliseconds: with the credentials at the latest. */
  readonly expires: number;
}

/**
 * Options for a presigned URL.
 *
 * @example
 * const options: UrlOptions = { expiresIn: 60, preview: 'image/png' };
 */
export interface UrlOptions {
  readonly signal?: AbortSignal;
  /**
   * Lifetime in seconds, 15 minutes by default. The credentials of an identity pool last an hour, part of which has
   * already passed.
   */
  readonly expiresIn?: number;
  /**
   * Shows the file in the page, as a picture of this type and as nothing else. Without it, a browser saves the file,
   * and runs nothing in it.
   */
  readonly preview?: PreviewType;
}

/**
 * The longest lifetime in seconds, one week [Amazon S3 API Reference, "Authenticating Requests: Using Query
 * Parameters"].
 */
const longest = 7 * 24 * 60 * 60;

/** Creates a presigned URL of a user's file, for an `<a>` or `<img>`, without a request to S3. */
export const createAttachmentUrl = async (
  s3: S3,
  region: string,
  attachment: string,
  { expiresIn = 15 * 60, preview }: UrlOptions,
  ending: Ending,
): Promise<Result<AttachmentUrl, FileFailure>> => {
  const key = parseFileKey(attachment);
  if (key.isErr()) return err(key.error);
  if (!(expiresIn >= 1 && expiresIn <= longest)) return err(notSent('An address can be valid for a second to a week.'));
  if (preview !== undefined && !isPreviewType(preview)) return err(notSent(`${preview} cannot be shown in a page.`));
  const by = await s3.credentials(ending);
  if (by.isErr()) return err(by.error);
  const { accessKeyId, secretAccessKey, sessionToken, expires } = by.value;
  const time = s3.clock.now();
  const seconds = Math.max(1, Math.floor(Math.min(expiresIn, (expires - time) / 1000)));
  try {
    const url = new URL(s3.addressOf(formatOwnPrefix(by.value), key.value));
    const disposition = preview === undefined ? formatDisposition(attachmentName(key.value)) : 'inline';
    url.searchParams.set('response-content-disposition', disposition);
    if (preview !== undefined) url.searchParams.set('response-content-type', preview);
    url.searchParams.set('X-Amz-Expires', String(seconds));
    const signed = await new AwsV4Signer({
      ...{ method: 'GET', url: url.href, accessKeyId, secretAccessKey, sessionToken, region },
      ...{ service: 's3', datetime: formatSigningTime(time), signQuery: true },
    }).sign();
    // Spaces as they were signed, `%20`: `URL` writes `+`, which not every server reads as a space.
    const search = signed.url.search.replaceAll('+', '%20');
    return ok({ url: `${signed.url.origin}${signed.url.pathname}${search}`, expires: time + seconds * 1000 });
  } catch (cause) {
    return err(notSent(cause));
  }
};

/** Formats a `Content-Disposition` that saves the file under a name in any script [RFC 6266, 4.3 and 5; RFC 8187]. */
export const formatDisposition = (name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};
