import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { localCredentials } from '../../../infra/local/dynamodb/table.ts';
import type { Outputs } from '../../../infra/local/outputs.ts';
import { type NotesConfig, parseConfig } from '../../../src/client/config.ts';
import { createSession } from '../../../src/client/credentials-session.ts';
import type { Fetch } from '../../../src/client/exchange.ts';
import { createFilesClient } from '../../../src/client/files.ts';
import { createNotesClient } from '../../../src/client/notes.ts';
import { createUserPool } from '../../../src/client/user-pool.ts';
import type { Tokens } from '../../../src/client/user-pool-answers.ts';

export const password = 'Passw0rd!';

/** A new user of the stack, signed in. */
export interface Account {
  readonly config: NotesConfig;
  readonly email: string;
  readonly tokens: Tokens;
  /** Puts a file as other programs do, with a checksum of another kind. */
  put(key: string, bytes: Uint8Array, type: string): Promise<void>;
  /** Creates clients of this user that do not wait between attempts. */
  clients(fetch?: Fetch): {
    readonly notes: ReturnType<typeof createNotesClient>;
    readonly files: ReturnType<typeof createFilesClient>;
  };
}

let accounts = 0;

export const createAccount = async (outputs: Outputs, email = `archive${accounts++}@example.com`): Promise<Account> => {
  const { Region: region, UserPoolId, CognitoEndpoint: endpoint } = outputs;
  const pool = new CognitoIdentityProviderClient({ region, endpoint, credentials: localCredentials });
  const user = { UserPoolId, Username: email };
  // The invitation is mailed.
  await pool.send(new AdminCreateUserCommand(user));
  await pool.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  pool.destroy();
  const config = parseConfig(outputs)._unsafeUnwrap();
  const tokens = (await createUserPool(config).signIn(email, password))._unsafeUnwrap();
  const session = createSession(config, tokens);
  const put = async (key: string, bytes: Uint8Array, type: string) => {
    const { identityId, ...credentials } = (await session.credentials())._unsafeUnwrap();
    const s3 = new S3Client({ region, endpoint: String(outputs.S3Endpoint), credentials, forcePathStyle: true });
    const object = { Bucket: outputs.BucketName, Key: `private/${identityId}/${key}` };
    await s3.send(new PutObjectCommand({ ...object, Body: bytes, ContentType: type }));
    s3.destroy();
  };
  return {
    ...{ config, email, tokens, put },
    clients: (fetch = globalThis.fetch) => {
      const options = { fetch, sleep: async () => {} };
      return { notes: createNotesClient(config, session, options), files: createFilesClient(config, session, options) };
    },
  };
};
