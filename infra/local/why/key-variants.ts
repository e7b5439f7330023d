import type { SignedClaim } from '../http-api/signed-claim.ts';
import type { SignedService } from './service.ts';
import type { Signing } from './signing.ts';
import type { Variant } from './variants.ts';

/** An access key and its secret. */
export interface KnownKey {
  readonly accessKeyId: string;
  readonly secret: string;
}

const services = ['execute-api', 'apigateway', 'lambda', 's3', 'cognito-identity', 'dynamodb', 'sts'];
const regions = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-west-1', 'eu-west-2'],
  ...['eu-west-3', 'eu-central-1', 'eu-north-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1'],
];

/**
 * Creates variants with other keys, with other scopes that a key was derived for, and with an unsigned session token.
 */
export const createKeyVariants = (
  { accessKeyId, scope, sessionToken = '' }: SignedClaim,
  keys: readonly KnownKey[],
  signed: SignedService,
): readonly Variant[] => {
  const [date, region, service, end] = scope.split('/');
  const pair =
    'Take the access key, the secret key and the session token from one answer of GetCredentialsForIdentity.';
  const secrets: readonly Variant[] = [
    ...keys
      .filter((key) => key.accessKeyId !== accessKeyId)
      .map((key) =>
        createSecretVariant(
          () => key.secret,
          `the secret key is that of ${key.accessKeyId}, not that of ${accessKeyId}`,
          pair,
        ),
      ),
    createSecretVariant(
      (secret) => `${secret}\n`,
      'the secret key ends with a line break',
      'Trim the secret key after reading it.',
    ),
    createSecretVariant(
      (secret) => `${secret} `,
      'the secret key ends with a space',
      'Trim the secret key after reading it.',
    ),
    createSecretVariant(encodeURIComponent, 'the secret key is URL-encoded', 'Decode it first.'),
    createSecretVariant(() => '', 'the secret key is empty', pair),
    createSecretVariant(() => 'undefined', 'the secret key is the text "undefined"', pair),
    createSecretVariant(() => accessKeyId, 'the access key was used in place of the secret key', pair),
    createSecretVariant(() => sessionToken, 'the session token was used in place of the secret key', pair),
  ];
  const scopes = [
    ...regions.filter((each) => each !== region).map((each) => [date, each, service, end].join('/')),
    ...services.filter((each) => each !== service).map((each) => [date, region, each, end].join('/')),
  ].flatMap((other): readonly Variant[] => {
    const ofKey = (here: Signing) => ({ ...here, key: { ...here.key, scope: other } });
    return [
      createScopeVariant(ofKey, `the signing key is made for ${other}`, signed),
      createScopeVariant((here) => ({ ...ofKey(here), scope: other }), `what was signed names ${other}`, signed),
    ];
  });
  return [...secrets, ...scopes, withoutToken];
};

const createSecretVariant = (secretOf: (secret: string) => string, difference: string, advice: string): Variant => ({
  ...{ part: 'key', difference, advice },
  of: (here) => ({ ...here, key: { ...here.key, secret: secretOf(here.key.secret) } }),
});

const createScopeVariant = (
  of: (here: Signing) => Signing,
  difference: string,
  { name, called }: SignedService,
): Variant => ({
  ...{ part: 'scope', difference, of },
  advice: `Give the signer the region and the service (${name}) of ${called}.`,
});

const withoutToken: Variant = {
  part: 'token',
  difference: 'the session token is named among the signed headers, but was added after signing',
  advice: 'Give the signer the session token, or leave it out of SignedHeaders.',
  of: (here) => ({
    ...here,
    parts: { ...here.parts, headers: here.parts.headers.filter(([name]) => name !== 'x-amz-security-token') },
  }),
};
