import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { AwsClient } from 'aws4fetch';
import { localCredentials } from '../../infra/local/dynamodb/table.ts';
import type { Outputs } from '../../infra/local/outputs.ts';
import { createExchange } from '../openapi/exchange.ts';
import { expectConforming } from '../openapi/expect-conforming.ts';

export interface UserAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what is in an answer is what the tests are about
  readonly body: any;
}

/** A user who has signed in, with a way to send signed requests. */
export interface User {
  readonly identityId: string;
  /** The keys that the identity pool issued. */
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<UserAnswer>;
}

let users = 0;

/**
 * Creates a user of the stack and signs them in, with clients that know nothing of this project. Answers must conform
 * to the API's document, unless a planted fault changes them (`isSound` is false).
 */
export const newUser = async (outputs: Outputs, { isSound = true } = {}): Promise<User> => {
  const email = `user${users++}-${Date.now()}@example.com`;
  const password = 'Passw0rd!';
  const { Region: region, UserPoolId, CognitoEndpoint: endpoint } = outputs;
  const pool = new CognitoIdentityProviderClient({ region, endpoint, credentials: localCredentials });
  await pool.send(new AdminCreateUserCommand({ UserPoolId, Username: email, MessageAction: 'SUPPRESS' }));
  await pool.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: true }),
  );
  const { AuthenticationResult } = await pool.send(
    new InitiateAuthCommand({
      ClientId: outputs.UserPoolClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  pool.destroy();
  const credentials = await fromCognitoIdentityPool({
    identityPoolId: outputs.IdentityPoolId,
    logins: { [`cognito-idp.${region}.amazonaws.com/${UserPoolId}`]: AuthenticationResult?.IdToken ?? '' },
    clientConfig: { region, endpoint },
  })();
  const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials;
  const keys = { accessKeyId, secretAccessKey, sessionToken };
  const client = new AwsClient({
    ...keys,
    region,
    service: 'execute-api',
    retries: 0,
  });
  return {
    identityId: credentials.identityId,
    keys,
    ask: async (method, path, body, headers = {}) => {
      const sent = {
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      };
      const response = await client.fetch(`${outputs.ApiEndpoint}${path}`, {
        ...{ method, headers: sent.headers },
        ...(sent.body !== undefined && { body: sent.body }),
      });
      const text = await response.text();
      const answer = { status: response.status, headers: Object.fromEntries(response.headers), body: text };
      if (isSound) expectConforming(createExchange({ method, target: path, ...sent }, answer));
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
};
