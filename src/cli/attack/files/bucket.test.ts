import { expect, test } from 'vitest';
import { config } from '../../../../test/kit/fake-pools.ts';
import { findBucket } from './bucket.ts';

const { cognitoEndpoint: _, ...onAws } = { ...config, region: 'cn-north-1' };
const local = { BucketName: 'b', S3Endpoint: 'http://127.0.0.1:8703/' };

test('a bucket on AWS is addressed by its own host name and by that of the service, in the region’s partition', () => {
  expect(findBucket({ 'owned-notes-dev': { BucketName: 'b' } }, onAws)).toEqual({
    ...{ name: 'b', region: 'cn-north-1' },
    by: {
      path: { origin: 'https://s3.cn-north-1.amazonaws.com.cn', host: 's3.cn-north-1.amazonaws.com.cn', path: '/b' },
      host: { origin: 'https://b.s3.cn-north-1.amazonaws.com.cn', host: 'b.s3.cn-north-1.amazonaws.com.cn', path: '' },
    },
  });
});

test('a bucket of a stack on this machine is at the endpoint of its outputs, in both forms of address', () => {
  expect(findBucket(local, config)).toMatchObject({
    by: {
      path: { origin: 'http://127.0.0.1:8703', host: '127.0.0.1:8703', path: '/b' },
      host: { origin: 'http://127.0.0.1:8703', host: 'b.s3.us-east-1.amazonaws.com', path: '' },
    },
  });
});

test.each([
  [{}, 'NoFiles'],
  ['nonsense', 'NoFiles'],
  [{ BucketName: 7 }, 'NoFiles'],
  // The bucket of this name on AWS would be somebody else's.
  [{ BucketName: 'b' }, 'NotToBeFound'],
  [{ BucketName: 'b', S3Endpoint: 'file:///etc' }, 'NotToBeFound'],
])('finds no bucket in %j: %s', (outputs, kind) => {
  expect(findBucket(outputs, config)).toMatchObject({ kind });
});
