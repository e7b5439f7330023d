import { describe, expect, test } from 'vitest';
import { findBucket, findEndpoint } from './service-endpoint.ts';

describe('the endpoint of a service', () => {
  test.each([
    ['us-east-1', 'https://dynamodb.us-east-1.amazonaws.com/'],
    ['us-gov-west-1', 'https://dynamodb.us-gov-west-1.amazonaws.com/'],
    ['cn-north-1', 'https://dynamodb.cn-north-1.amazonaws.com.cn/'],
    ['eusc-de-east-1', 'https://dynamodb.eusc-de-east-1.amazonaws.eu/'],
    ['us-iso-east-1', 'https://dynamodb.us-iso-east-1.c2s.ic.gov/'],
    ['us-isob-east-1', 'https://dynamodb.us-isob-east-1.sc2s.sgov.gov/'],
    ['us-isof-south-1', 'https://dynamodb.us-isof-south-1.csp.hci.ic.gov/'],
    ['eu-isoe-west-1', 'https://dynamodb.eu-isoe-west-1.cloud.adc-e.uk/'],
  ])('in %s', (region, url) => {
    expect(findEndpoint('dynamodb', region, {}).href).toBe(url);
    expect(findEndpoint('sts', region, {}).href).toBe(url.replace('dynamodb', 'sts'));
  });

  test('is the one in the environment, the service’s own variable first', () => {
    const env = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000', AWS_ENDPOINT_URL: 'https://all.example/' };
    expect(findEndpoint('dynamodb', 'us-east-1', env).host).toBe('127.0.0.1:8000');
    expect(findEndpoint('sts', 'us-east-1', env).host).toBe('all.example');
    expect(findEndpoint('sts', 'us-east-1', { AWS_ENDPOINT_URL_STS: '' }).host).toBe('sts.us-east-1.amazonaws.com');
  });

  test('is the service’s own if the environment is to be ignored', () => {
    const env = { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:8000' };
    const ignoring = (value: string) =>
      findEndpoint('sts', 'us-east-1', { ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: value }).host;
    expect(ignoring('true')).toBe('sts.us-east-1.amazonaws.com');
    expect(ignoring('false')).toBe('127.0.0.1:8000');
  });

  test.each(['127.0.0.1:8000', 'ftp://x', 'https://x/path', 'https://x/?a', 'httpsx://x/', 'xhttp://x/'])(
    'is refused unless it is the URL of a host: %s',
    (text) => {
      expect(() => findEndpoint('sts', 'us-east-1', { AWS_ENDPOINT_URL_STS: text })).toThrow(
        `An endpoint must be the URL of a host, and "${text}" is not.`,
      );
    },
  );
});

describe('the address of a bucket', () => {
  test('is a host of its own on AWS', () => {
    expect(findBucket('files', 'cn-north-1', {})).toEqual({
      endpoint: new URL('https://files.s3.cn-north-1.amazonaws.com.cn'),
      base: '/',
    });
  });

  test('is a path below the environment’s endpoint of S3', () => {
    expect(findBucket('files', 'us-east-1', { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:8703' })).toEqual({
      endpoint: new URL('http://127.0.0.1:8703'),
      base: '/files/',
    });
  });
});
