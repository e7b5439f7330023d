import { describe, expect, test } from 'vitest';
import { type BucketCall, createListRequest, createObjectRequest, listBucketRequests } from './bucket-requests.ts';
import type { Operation } from './operation.ts';

const bucket = { name: 'b', accountId: '123456789012' };
const asked = (operation: Operation, about: Partial<BucketCall> = {}, values: Record<string, string> = {}) => ({
  ...{ operation, key: 'k/x', presigned: false },
  ...{ header: (name: string) => values[name], parameter: (name: string) => values[name] },
  ...about,
});
const of = (...args: Parameters<typeof asked>) =>
  listBucketRequests(asked(...args), bucket).map(({ action, arn }) => `${action} ${arn}`);

describe('what IAM is asked for', () => {
  test.each<[Operation, readonly string[]]>([
    ['AbortMultipartUpload', ['s3:AbortMultipartUpload arn:aws:s3:::b/k/x']],
    ['CompleteMultipartUpload', ['s3:PutObject arn:aws:s3:::b/k/x']],
    ['CreateMultipartUpload', ['s3:PutObject arn:aws:s3:::b/k/x']],
    ['DeleteObject', ['s3:DeleteObject arn:aws:s3:::b/k/x']],
    ['DeleteObjects', []],
    ['DeleteObjectTagging', ['s3:DeleteObjectTagging arn:aws:s3:::b/k/x']],
    ['GetBucketLocation', ['s3:GetBucketLocation arn:aws:s3:::b']],
    ['GetObject', ['s3:GetObject arn:aws:s3:::b/k/x']],
    ['GetObjectTagging', ['s3:GetObjectTagging arn:aws:s3:::b/k/x']],
    ['HeadBucket', ['s3:ListBucket arn:aws:s3:::b']],
    ['HeadObject', ['s3:GetObject arn:aws:s3:::b/k/x']],
    ['ListMultipartUploads', ['s3:ListBucketMultipartUploads arn:aws:s3:::b']],
    ['ListObjectsV2', ['s3:ListBucket arn:aws:s3:::b']],
    ['ListParts', ['s3:ListMultipartUploadParts arn:aws:s3:::b/k/x']],
    ['PutObject', ['s3:PutObject arn:aws:s3:::b/k/x']],
    ['PutObjectTagging', ['s3:PutObjectTagging arn:aws:s3:::b/k/x']],
    ['UploadPart', ['s3:PutObject arn:aws:s3:::b/k/x']],
  ])('%s', (operation, requests) => {
    expect(of(operation)).toEqual(requests);
  });

  test('CopyObject also reads its source, which may be in another bucket', () => {
    expect(of('CopyObject', { source: { bucket: 'c', key: 'y' } })).toEqual([
      's3:GetObject arn:aws:s3:::c/y',
      's3:PutObject arn:aws:s3:::b/k/x',
    ]);
  });

  test('a key is taken literally, whatever it looks like', () => {
    for (const key of ['../x', 'k/../x', '*', '?', 'K/x', 'k//x', `\${aws:username}`, 'k/x.'])
      expect(of('GetObject', { key })).toEqual([`s3:GetObject arn:aws:s3:::b/${key}`]);
  });

  const createContext = (...args: Parameters<typeof asked>) => listBucketRequests(asked(...args), bucket)[0]?.context;

  test('a listing has its parameters as context keys, and no keys for absent ones', () => {
    const values = { prefix: 'k/', delimiter: '/', 'max-keys': '5' };
    expect(createContext('ListObjectsV2', {}, values)).toMatchObject({
      ...{ 's3:prefix': 'k/', 's3:delimiter': '/', 's3:max-keys': '5' },
    });
    expect(createContext('ListObjectsV2', {}, { prefix: '' })).toMatchObject({ 's3:prefix': '' });
    expect(Object.keys(createContext('ListObjectsV2') ?? {})).not.toContain('s3:prefix');
    expect(createContext('ListMultipartUploads', {}, { 'max-uploads': '5' })).toMatchObject({ 's3:max-keys': '5' });
    // A parameter of another operation is ignored.
    expect(Object.keys(createContext('GetObject', {}, values) ?? {})).not.toContain('s3:prefix');
  });

  test('a request has as context keys how it is signed, and its headers', () => {
    expect(createContext('GetObject', { presigned: true })).toMatchObject({ 's3:authType': 'REST-QUERY-STRING' });
    const values = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'if-none-match': '*' };
    expect(createContext('PutObject', {}, values)).toEqual({
      's3:authType': 'REST-HEADER',
      's3:signatureversion': 'AWS4-HMAC-SHA256',
      's3:ResourceAccount': '123456789012',
      'aws:ResourceAccount': '123456789012',
      's3:x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      's3:if-none-match': '*',
    });
  });

  test('each of several keys is a request of its own', () => {
    expect(createObjectRequest('s3:DeleteObject', 'y', asked('DeleteObjects', { key: '' }), bucket)).toMatchObject({
      ...{ action: 's3:DeleteObject', arn: 'arn:aws:s3:::b/y' },
    });
  });

  test('to learn that an object is missing takes permission to list it', () => {
    expect(createListRequest('k/x', asked('GetObject'), bucket)).toMatchObject({
      ...{ action: 's3:ListBucket', arn: 'arn:aws:s3:::b', context: { 's3:prefix': 'k/x' } },
    });
  });
});
