import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { AttachmentKey } from '../../domain/attachment-key.ts';
import { parseMediaType, unknownMediaType } from '../../domain/media-type.ts';
import type { Attachment } from '../../ports/attachment-store.ts';
import { createContents, letGo } from './contents.ts';

type ObjectOutput = Pick<GetObjectCommandOutput, 'Body' | 'ContentLength' | 'ContentType' | 'LastModified'>;

/** Reads the file from an S3 response; `undefined` if it lacks what S3 returns for every object. */
export const readAttachment = async (
  key: AttachmentKey,
  { Body, ContentLength: size, ContentType: type = '', LastModified: modified }: ObjectOutput,
): Promise<Attachment | undefined> => {
  // Streams are iterable in Node and in browsers.
  const body = (Body ?? nothing()) as AsyncIterable<Uint8Array>;
  if (size === undefined || modified === undefined) {
    await letGo(body);
    return undefined;
  }
  return {
    ...{ key, size, modifiedAt: modified.getTime() },
    mediaType: parseMediaType(type).unwrapOr(unknownMediaType),
    contents: createContents(body, size),
  };
};

async function* nothing(): AsyncGenerator<Uint8Array> {}
