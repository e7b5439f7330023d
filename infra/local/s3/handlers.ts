import { abortUpload } from './abort-upload.ts';
import { beginUpload } from './begin-upload.ts';
import { completeUpload } from './complete-upload.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject, headObject } from './get-object.ts';
import { listObjects } from './list-objects.ts';
import { listParts, listUploads } from './list-uploads.ts';
import { listVersions } from './list-versions.ts';
import type { Operation } from './operation.ts';
import type { Operate } from './operations.ts';
import { putObject } from './put-object.ts';
import { createXmlResponse } from './s3-response.ts';
import { deleteTags, getTags, putTags } from './tagging.ts';
import { uploadPart } from './upload-part.ts';
import type { Xml } from './xml.ts';

const headBucket: Operate = ({ region }) => ({ status: 200, headers: { 'x-amz-bucket-region': region } });

/** The location is empty for us-east-1 [S3 API Reference, "GetBucketLocation"]. */
const getBucketLocation: Operate = ({ region }) =>
  createXmlResponse({}, 'LocationConstraint', (region === 'us-east-1' ? '' : region) as Xml);

export const handlers: Readonly<Record<Operation, Operate>> = {
  AbortMultipartUpload: abortUpload,
  CompleteMultipartUpload: completeUpload,
  CopyObject: copyObject,
  CreateMultipartUpload: beginUpload,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  DeleteObjectTagging: deleteTags,
  GetBucketLocation: getBucketLocation,
  GetObject: getObject,
  GetObjectTagging: getTags,
  HeadBucket: headBucket,
  HeadObject: headObject,
  ListMultipartUploads: listUploads,
  ListObjectsV2: listObjects,
  ListObjectVersions: listVersions,
  ListParts: listParts,
  PutObject: putObject,
  PutObjectTagging: putTags,
  UploadPart: uploadPart,
};
