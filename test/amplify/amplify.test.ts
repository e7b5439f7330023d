import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Amplify } from 'aws-amplify';
import { del, get, post, put } from 'aws-amplify/api';
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  deleteUserAttributes,
  fetchAuthSession,
  fetchDevices,
  fetchMFAPreference,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
  sendUserAttributeVerificationCode,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  updateUserAttributes,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LocalStack, startTestStack } from '../kit/local-stack.ts';
import { calculateCode } from '../kit/totp.ts';

// aws-amplify as published. Its own configuration tells it where the stack is.
let stack: LocalStack;
beforeAll(async () => {
  // Called for each reading, so that fake timers apply to the stack too.
  stack = await startTestStack({ now: () => Date.now() });
  const { outputs } = stack;
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: outputs.UserPoolId,
        userPoolClientId: outputs.UserPoolClientId,
        identityPoolId: outputs.IdentityPoolId,
        userPoolEndpoint: outputs.CognitoEndpoint,
        identityPoolEndpoint: outputs.CognitoEndpoint,
      },
    },
    API: { REST: { notes: { endpoint: outputs.ApiEndpoint, region: outputs.Region } } },
  });
});
afterAll(() => stack?.[Symbol.asyncDispose]());
afterEach(async () => {
  vi.useRealTimers();
  await signOut().catch(() => {});
});

const password = 'Passw0rd!';

/** Reads the code that was mailed last to an address. */
const mailedTo = async (address: string): Promise<string> => {
  const lines = (await readFile(join(stack.data, 'mail.jsonl'), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line)).findLast(({ to }) => to === address)?.code;
};

/** Signs up a new user, confirms the address and signs in. */
const signedUp = async (email: string): Promise<string> => {
  await signUp({ username: email, password, options: { userAttributes: { email } } });
  await confirmSignUp({ username: email, confirmationCode: await mailedTo(email) });
  expect((await signIn({ username: email, password })).nextStep.signInStep).toBe('DONE');
  return email;
};

const json = async (operation: { readonly response: Promise<{ readonly body: { json(): Promise<unknown> } }> }) =>
  (await (await operation.response).body.json()) as Record<string, unknown>;
const settleStatus = async (operation: { readonly response: Promise<unknown> }): Promise<number | undefined> =>
  operation.response.then(
    () => 200,
    (error: { readonly response?: { readonly statusCode: number } }) => error.response?.statusCode,
  );

describe('aws-amplify', () => {
  test('signs up, in and out, and calls the API in between', async () => {
    const email = 'ann@example.com';
    const { nextStep } = await signUp({ username: email, password, options: { userAttributes: { email } } });
    expect(nextStep).toMatchObject({
      signUpStep: 'CONFIRM_SIGN_UP',
      codeDeliveryDetails: { deliveryMedium: 'EMAIL', attributeName: 'email', destination: 'a***@e***' },
    });
    expect(await signIn({ username: email, password })).toMatchObject({
      isSignedIn: false,
      nextStep: { signInStep: 'CONFIRM_SIGN_UP' },
    });
    await resendSignUpCode({ username: email });
    await confirmSignUp({ username: email, confirmationCode: await mailedTo(email) });
    await expect(signIn({ username: email, password: 'Wr0ng-one!' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(await signIn({ username: email, password })).toMatchObject({ isSignedIn: true });

    const { userId, signInDetails } = await getCurrentUser();
    expect(signInDetails).toMatchObject({ loginId: email, authFlowType: 'USER_SRP_AUTH' });
    const session = await fetchAuthSession();
    expect(session.userSub).toBe(userId);
    expect(session.identityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/);

    const made = await json(post({ apiName: 'notes', path: '/notes', options: { body: { content: 'hello' } } }));
    expect(made).toMatchObject({ userId: session.identityId, content: 'hello' });
    const path = `/notes/${made.noteId}`;
    expect(await json(get({ apiName: 'notes', path }))).toEqual(made);
    expect(await json(get({ apiName: 'notes', path: '/notes' }))).toEqual([made]);
    const changed = await json(put({ apiName: 'notes', path, options: { body: { content: 'changed' } } }));
    expect(changed).toMatchObject({ noteId: made.noteId, content: 'changed' });
    expect((await del({ apiName: 'notes', path }).response).statusCode).toBe(204);
    expect(await settleStatus(get({ apiName: 'notes', path }))).toBe(404);

    await signOut();
    await expect(getCurrentUser()).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' });
    expect(await settleStatus(get({ apiName: 'notes', path: '/notes' }))).not.toBe(200);
  });

  test('refreshes tokens that have expired, and credentials with them', async () => {
    const email = await signedUp('refresh@example.com');
    const before = await fetchAuthSession();
    // Stack and client share this process and its clock.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 60 * 60 * 1000 });
    expect(before.tokens?.accessToken.payload.exp).toBeLessThan(Date.now() / 1000);
    const after = await fetchAuthSession();
    expect(after.tokens?.accessToken.payload.exp).toBeGreaterThan(Date.now() / 1000);
    expect(after.identityId).toBe(before.identityId);
    expect(after.credentials?.accessKeyId).not.toBe(before.credentials?.accessKeyId);
    expect(after.tokens?.idToken?.payload.email).toBe(email);
    expect(await json(get({ apiName: 'notes', path: '/notes' }))).toEqual([]);

    const forced = await fetchAuthSession({ forceRefresh: true });
    expect(forced.tokens?.accessToken.toString()).not.toBe(after.tokens?.accessToken.toString());

    vi.setSystemTime(Date.now() + 31 * 24 * 60 * 60 * 1000);
    expect((await fetchAuthSession()).tokens).toBeUndefined();
  });

  test('keeps attributes, and takes a new address only when it is confirmed', async () => {
    const email = await signedUp('old@example.com');
    await updateUserAttributes({ userAttributes: { name: 'Ann', locale: 'cs' } });
    expect(await fetchUserAttributes()).toMatchObject({ email, email_verified: 'true', name: 'Ann', locale: 'cs' });
    await deleteUserAttributes({ userAttributeKeys: ['locale'] });
    expect(await fetchUserAttributes()).not.toHaveProperty('locale');
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.idToken?.payload).toMatchObject({ name: 'Ann', email, email_verified: true });
    await expect(updateUserAttributes({ userAttributes: { 'custom:tenant': 'other' } })).rejects.toThrow();

    const next = 'new@example.com';
    expect(await updateUserAttributes({ userAttributes: { email: next } })).toMatchObject({
      email: { isUpdated: false, nextStep: { updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE' } },
    });
    expect(await fetchUserAttributes()).toMatchObject({ email });
    await expect(confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: '000000' })).rejects.toMatchObject(
      { name: 'CodeMismatchException' },
    );
    await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: await mailedTo(next) });
    expect(await fetchUserAttributes()).toMatchObject({ email: next, email_verified: 'true' });
    expect(await sendUserAttributeVerificationCode({ userAttributeKey: 'email' })).toMatchObject({
      deliveryMedium: 'EMAIL',
    });

    await signOut();
    await expect(signIn({ username: email, password })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await signIn({ username: next, password })).toMatchObject({ isSignedIn: true });
  });

  test('sets up a second factor, is asked for it, and turns it off', async () => {
    const email = await signedUp('totp@example.com');
    const { sharedSecret, getSetupUri } = await setUpTOTP();
    expect(getSetupUri('owned-notes').href).toContain(sharedSecret);
    await expect(verifyTOTPSetup({ code: '000000' })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    await verifyTOTPSetup({ code: calculateCode(sharedSecret, Date.now()) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    await signOut();

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    expect((await signIn({ username: email, password })).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await expect(confirmSignIn({ challengeResponse: '000000' })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: calculateCode(sharedSecret, Date.now()) })).toMatchObject({
      isSignedIn: true,
    });
    expect(await json(get({ apiName: 'notes', path: '/notes' }))).toEqual([]);
    await updateMFAPreference({ totp: 'DISABLED' });
    await signOut();
    expect(await signIn({ username: email, password })).toMatchObject({ isSignedIn: true });
  });

  test('changes and resets a password, lists devices, and signs out everywhere', async () => {
    const email = await signedUp('forgetful@example.com');
    await updatePassword({ oldPassword: password, newPassword: 'An0ther-one!' });
    expect(await fetchDevices()).toEqual([]);
    const { tokens } = await fetchAuthSession();
    await signOut({ global: true });
    await expect(
      fetch(stack.outputs.CognitoEndpoint, {
        method: 'POST',
        headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser' },
        body: JSON.stringify({ AccessToken: tokens?.accessToken.toString() }),
      }).then((response) => response.status),
    ).resolves.toBe(400);

    expect(await resetPassword({ username: email })).toMatchObject({
      nextStep: { resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE' },
    });
    const confirmationCode = await mailedTo(email);
    await confirmResetPassword({ username: email, confirmationCode, newPassword: 'Th1rd-one!' });
    await expect(signIn({ username: email, password: 'An0ther-one!' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(await signIn({ username: email, password: 'Th1rd-one!' })).toMatchObject({ isSignedIn: true });
  });

  test('deletes an account, to which nobody can sign in any more', async () => {
    const email = await signedUp('leaving@example.com');
    await deleteUser();
    await expect(signIn({ username: email, password })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await fetchAuthSession()).tokens).toBeUndefined();
  });
});
