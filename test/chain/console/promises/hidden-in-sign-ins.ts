import { expect } from 'vitest';
import { type Promises, readRequestId, readTold, type Scene } from './scene.ts';

type Answer = Readonly<Record<string, unknown>>;

/** Calls an operation of the user pool or the identity pool, as any client does. */
const askPool = async ({ stack }: Scene, target: string, parameters: object): Promise<Answer> => {
  const answer = await fetch(stack.outputs.CognitoEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(parameters),
  });
  return (await answer.json()) as Answer;
};

let people = 0;
const createPerson = () => ({
  email: `hidden${people++}-${Date.now()}@example.com`,
  password: `Secret-${people}-Passw0rd!`,
});

/** Returns the address and password of a new user, and what this user does at the pool. */
const newcomer = (scene: Scene) => {
  const { email, password } = createPerson();
  const ClientId = scene.stack.outputs.UserPoolClientId;
  const userPool = (operation: string, parameters: object) =>
    askPool(scene, `AWSCognitoIdentityProviderService.${operation}`, { ClientId, ...parameters });
  const codeOf = async (): Promise<string> => {
    const mails = (await (await scene.stack.ask('/api/data/mail')).json()) as readonly Record<string, string>[];
    return mails.find(({ to }) => to === email)?.code ?? '';
  };
  const signIn = async (PASSWORD = password): Promise<Readonly<Record<string, string>>> => {
    const parameters = { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: email, PASSWORD } };
    return Object(await userPool('InitiateAuth', parameters)).AuthenticationResult;
  };
  const signUp = async (): Promise<string> => {
    await userPool('SignUp', {
      Username: email,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }],
    });
    const code = await codeOf();
    await userPool('ConfirmSignUp', { Username: email, ConfirmationCode: code });
    return code;
  };
  return { email, password, userPool, codeOf, signIn, signUp };
};

const expectUntold = (told: string, secrets: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, secret = ''] of Object.entries(secrets)) {
    expect([name, secret.length > 4]).toEqual([name, true]);
    expect([name, told.includes(secret)]).toEqual([name, false]);
  }
};

export const hiddenInSignIns: Promises = {
  'no password is shown, chosen or typed, right or wrong, and no proof of one': async (scene) => {
    const { email, password, userPool, signUp, signIn } = newcomer(scene);
    const [wrong, changed, SRP_A] = ['Wrong-but-typed-1!', 'Chosen-anew-2!', 'abcdef0123456789'.repeat(48)];
    const told = await readTold(scene, async () => {
      await signUp();
      await signIn(wrong);
      const { AccessToken } = await signIn();
      await userPool('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: email, SRP_A } });
      await userPool('ChangePassword', { AccessToken, PreviousPassword: password, ProposedPassword: changed });
    });
    expect(told).toContain('cognito-idp:ChangePassword');
    expectUntold(told, { password, wrong, changed, SRP_A });
  },

  'a code is not shown when its user sends it back': async (scene) => {
    const { email, userPool, codeOf, signUp } = newcomer(scene);
    const codes = { signUp: '', reset: '' };
    const told = await readTold(scene, async () => {
      codes.signUp = await signUp();
      await userPool('ForgotPassword', { Username: email });
      codes.reset = await codeOf();
      const parameters = { Username: email, ConfirmationCode: codes.reset, Password: 'After-a-code-3!' };
      await userPool('ConfirmForgotPassword', parameters);
    });
    expect(told).toContain('cognito-idp:ConfirmForgotPassword');
    expectUntold(told, codes);
  },

  'the tokens of a sign-in are not shown when they are issued, used or renewed': async (scene) => {
    const { userPool, signUp, signIn } = newcomer(scene);
    await signUp();
    let tokens: Readonly<Record<string, string>> = {};
    const told = await readTold(scene, async () => {
      tokens = await signIn();
      const { AccessToken, RefreshToken } = tokens;
      await userPool('GetUser', { AccessToken });
      const AuthParameters = { REFRESH_TOKEN: RefreshToken };
      await userPool('InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters });
    });
    expect(told).toContain('The user pool gave tokens');
    const { IdToken, AccessToken, RefreshToken } = tokens;
    expectUntold(told, { IdToken, AccessToken, RefreshToken });
  },

  'only the access key id of temporary credentials is shown': async (scene) => {
    const { signUp, signIn } = newcomer(scene);
    await signUp();
    const { IdToken } = await signIn();
    const { Region, UserPoolId, IdentityPoolId } = scene.stack.outputs;
    const Logins = { [`cognito-idp.${Region}.amazonaws.com/${UserPoolId}`]: IdToken };
    let keys: Readonly<Record<string, string>> = {};
    const told = await readTold(scene, async () => {
      const { IdentityId } = await askPool(scene, 'AWSCognitoIdentityService.GetId', { IdentityPoolId, Logins });
      const parameters = { IdentityId, Logins };
      keys = Object(
        await askPool(scene, 'AWSCognitoIdentityService.GetCredentialsForIdentity', parameters),
      ).Credentials;
    });
    const { AccessKeyId, SecretKey, SessionToken } = keys;
    expect(told).toContain(AccessKeyId);
    expectUntold(told, { IdToken, SecretKey, SessionToken });
  },

  'the secret of an authenticator app is not shown': async (scene) => {
    const { userPool, signUp, signIn } = newcomer(scene);
    await signUp();
    const { AccessToken } = await signIn();
    let secret = '';
    const told = await readTold(scene, async () => {
      secret = String((await userPool('AssociateSoftwareToken', { AccessToken })).SecretCode);
    });
    expect(told).toContain('cognito-idp:AssociateSoftwareToken');
    expectUntold(told, { secret, AccessToken });
  },

  'what the console shows of users and their data has no verifier, token or key': async (scene) => {
    const made = await scene.bob.ask('POST', '/notes', { content: 'shown, as documented' });
    await scene.stack.fetchTrace(readRequestId(made));
    const paths = ['users', 'owners', 'items?search=documented', 'files', 'clock', 'snapshots'].map(
      (path) => `/api/data/${path}`,
    );
    const answers = await Promise.all(
      [...paths, '/api/outputs', '/api/try/users'].map((path) => scene.stack.ask(path)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const told = (await Promise.all(answers.map((answer) => answer.text()))).join('\n');
    expect(told).toContain('shown, as documented');
    expect(told).not.toMatch(/verifier|"salt"|secret(?:Key|AccessKey|Code)|eyJ[\w-]+\.eyJ/i);
    expectUntold(told, { secretKey: scene.ann.keys.secretAccessKey, sessionToken: scene.ann.keys.sessionToken });
  },
};
