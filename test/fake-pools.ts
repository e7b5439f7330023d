import type { NotesConfig } from '../src/client/config.ts';
import type { Tokens } from '../src/client/user-pool-answers.ts';
import { fileOperationOf, wellMeantOfFiles } from './files/fake-files.ts';

// What the tests of the client have in place of a network: pools and an API that answer as they are told to.

export const config: NotesConfig = {
  region: 'us-east-1',
  userPoolId: 'us-east-1_x',
  userPoolClientId: 'c',
  identityPoolId: 'us-east-1:p',
  apiEndpoint: 'https://notes.example.com',
  cognitoEndpoint: 'https://cognito.example.com',
  bucketName: 'bucket',
  s3Endpoint: 'https://files.example.com',
};

export const hour = 3_600_000;

export const tokensUntil = (expires: number): Tokens => ({
  ...{ idToken: 'id', accessToken: 'access', refreshToken: 'refresh', expires },
});

export const operationOf = (init: RequestInit): string =>
  new Headers(init.headers).get('x-amz-target')?.split('.')[1] ?? init.method ?? '';

/** As AWS writes it. */
export const amzJson = (body: object | '', status = 200, headers: Record<string, string> = {}): Response =>
  new Response(body === '' ? '' : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
  });

export const refusal = (type: string, message = type) => amzJson({ __type: type, message }, 400);

export const note = { userId: 'i', noteId: 'n', content: 'a', createdAt: 1 };

const delivery = { CodeDeliveryDetails: { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' } };
const tokens = { IdToken: 'id2', AccessToken: 'access2', ExpiresIn: 3600, TokenType: 'Bearer' };

/** What AWS answers to each operation, if all is well. */
export const wellMeant = (operation: string, body: Readonly<Record<string, unknown>> = {}): Response => {
  switch (operation) {
    case 'SignUp':
      return amzJson({ UserConfirmed: false, UserSub: 'sub', ...delivery });
    case 'ResendConfirmationCode':
    case 'ForgotPassword':
      return amzJson(delivery);
    case 'InitiateAuth':
      if (body.AuthFlow === 'REFRESH_TOKEN_AUTH')
        return amzJson({ AuthenticationResult: tokens, ChallengeParameters: {} });
      return amzJson({
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeParameters: {
          SALT: 'a1b2',
          SRP_B: 'abcdef0123',
          SECRET_BLOCK: 'c2VjcmV0',
          USER_ID_FOR_SRP: 'user',
        },
      });
    case 'RespondToAuthChallenge':
      return amzJson({ AuthenticationResult: { ...tokens, RefreshToken: 'refresh2' }, ChallengeParameters: {} });
    case 'AssociateSoftwareToken':
      return amzJson({ SecretCode: 'SECRET' });
    case 'VerifySoftwareToken':
      return amzJson({ Status: 'SUCCESS' });
    case 'RevokeToken':
    case 'DeleteUser':
      return amzJson('');
    case 'GetId':
      return amzJson({ IdentityId: 'us-east-1:i' });
    case 'GetCredentialsForIdentity': {
      const Credentials = { AccessKeyId: 'a', SecretKey: 's', SessionToken: 't', Expiration: Date.now() / 1000 + 3600 };
      return amzJson({ IdentityId: 'us-east-1:i', Credentials });
    }
    case 'GET':
    case 'PUT':
    case 'POST':
      return Response.json(note, { headers: { etag: '"r"' } });
    case 'DELETE':
      return new Response(null, { status: 204 });
    default:
      return amzJson({});
  }
};

export interface Asked {
  readonly operation: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly init: RequestInit;
}

/** A `fetch` that answers well, but what `instead` answers; and all that it was asked. */
export const fakeFetch = (instead: (asked: Asked) => Response | Promise<Response> | undefined = () => undefined) => {
  const asked: Asked[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const isOfFiles = url.startsWith(`${config.s3Endpoint}/`);
    const body = typeof init.body === 'string' && !isOfFiles ? JSON.parse(init.body) : {};
    const each = {
      operation: isOfFiles ? fileOperationOf(url, init) : operationOf(init),
      url,
      headers: new Headers(init.headers),
      body,
      init,
    };
    asked.push(each);
    const answer = await (instead(each) ?? (isOfFiles ? wellMeantOfFiles(url, init) : wellMeant(each.operation, body)));
    // As a network does, for the caller's signal.
    if (init.signal?.aborted) throw new DOMException('This operation was aborted', 'AbortError');
    return answer;
  };
  return { fetch, asked, operations: () => asked.map(({ operation }) => operation) };
};
