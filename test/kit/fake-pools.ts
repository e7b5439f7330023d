import type { NotesConfig } from '../../src/client/config.ts';
import type { Tokens } from '../../src/client/user-pool-answers.ts';
import { answerFilesWell, findFileOperation } from './files/fake-files.ts';

// Stands in for the network in the client's tests: pools and an API that send the replies they are given.

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

export const createTokens = (expires: number): Tokens => ({
  ...{ idToken: 'id', accessToken: 'access', refreshToken: 'refresh', expires },
});

export const readOperation = (init: RequestInit): string =>
  new Headers(init.headers).get('x-amz-target')?.split('.')[1] ?? init.method ?? '';

/** Creates a response in AWS's JSON protocol. */
export const createAmzResponse = (body: object | '', status = 200, headers: Record<string, string> = {}): Response =>
  new Response(body === '' ? '' : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
  });

export const createRefusal = (type: string, message = type) => createAmzResponse({ __type: type, message }, 400);

export const note = { userId: 'i', noteId: 'n', content: 'a', createdAt: 1 };

const delivery = { CodeDeliveryDetails: { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' } };
const tokens = { IdToken: 'id2', AccessToken: 'access2', ExpiresIn: 3600, TokenType: 'Bearer' };

/** AWS's reply to each operation, if all is well. */
export const answerWell = (operation: string, body: Readonly<Record<string, unknown>> = {}): Response => {
  switch (operation) {
    case 'SignUp':
      return createAmzResponse({ UserConfirmed: false, UserSub: 'sub', ...delivery });
    case 'ResendConfirmationCode':
    case 'ForgotPassword':
      return createAmzResponse(delivery);
    case 'InitiateAuth':
      if (body.AuthFlow === 'REFRESH_TOKEN_AUTH')
        return createAmzResponse({ AuthenticationResult: tokens, ChallengeParameters: {} });
      return createAmzResponse({
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeParameters: {
          SALT: 'a1b2',
          SRP_B: 'abcdef0123',
          SECRET_BLOCK: 'c2VjcmV0',
          USER_ID_FOR_SRP: 'user',
        },
      });
    case 'RespondToAuthChallenge':
      return createAmzResponse({
        AuthenticationResult: { ...tokens, RefreshToken: 'refresh2' },
        ChallengeParameters: {},
      });
    case 'AssociateSoftwareToken':
      return createAmzResponse({ SecretCode: 'SECRET' });
    case 'VerifySoftwareToken':
      return createAmzResponse({ Status: 'SUCCESS' });
    case 'RevokeToken':
    case 'DeleteUser':
      return createAmzResponse('');
    case 'GetId':
      return createAmzResponse({ IdentityId: 'us-east-1:i' });
    case 'GetCredentialsForIdentity': {
      const Credentials = { AccessKeyId: 'a', SecretKey: 's', SessionToken: 't', Expiration: Date.now() / 1000 + 3600 };
      return createAmzResponse({ IdentityId: 'us-east-1:i', Credentials });
    }
    case 'GET':
    case 'PUT':
    case 'POST':
      return Response.json(note, { headers: { etag: '"r"' } });
    case 'DELETE':
      return new Response(null, { status: 204 });
    default:
      return createAmzResponse({});
  }
};

export interface AskedRequest {
  readonly operation: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  readonly init: RequestInit;
}

/** A `fetch` that answers well, except where `instead` answers; and every request that it got. */
export const createFakeFetch = (
  instead: (asked: AskedRequest) => Response | Promise<Response> | undefined = () => undefined,
) => {
  const asked: AskedRequest[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const isOfFiles = url.startsWith(`${config.s3Endpoint}/`);
    const body = typeof init.body === 'string' && !isOfFiles ? JSON.parse(init.body) : {};
    const each = {
      operation: isOfFiles ? findFileOperation(url, init) : readOperation(init),
      url,
      headers: new Headers(init.headers),
      body,
      init,
    };
    asked.push(each);
    const answer = await (instead(each) ?? (isOfFiles ? answerFilesWell(url, init) : answerWell(each.operation, body)));
    // A network would reject in the same way once the caller aborts.
    if (init.signal?.aborted) throw new DOMException('This operation was aborted', 'AbortError');
    return answer;
  };
  return { fetch, asked, operations: () => asked.map(({ operation }) => operation) };
};
