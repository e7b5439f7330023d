import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newLogin, signIn, signOut } from '../journeys.ts';
import { kit, onEachSize } from '../kit.ts';
import { compose, composeSaved, findTextBox, listed } from './desk.ts';
import { elsewhere } from './elsewhere.ts';

const { stack, visit } = kit();

/** A signer for the browser's console: evaluated as in a console, past the page's policy. */
const signer = await readFile(
  join(dirname(createRequire(import.meta.url).resolve('aws4fetch')), 'aws4fetch.umd.js'),
  'utf8',
);

interface Asked {
  readonly service: 'execute-api' | 's3';
  readonly method: string;
  readonly url: string;
  readonly body?: string;
}

/** Sends requests from the page, with the page's own credentials. */
const fromConsole = async (page: Page, asked: readonly Asked[]) => {
  await page.evaluate(signer);
  const { CognitoEndpoint, IdentityPoolId, Region, UserPoolId } = stack.outputs;
  const place = { CognitoEndpoint, IdentityPoolId, Region, UserPoolId };
  return page.evaluate(
    async ([asked, { CognitoEndpoint, IdentityPoolId, Region, UserPoolId }]) => {
      const { idToken } = JSON.parse(sessionStorage.getItem('owned-notes/sign-in') ?? '{}').tokens;
      const Logins = { [`cognito-idp.${Region}.amazonaws.com/${UserPoolId}`]: idToken };
      const cognito = async (operation: string, parameters: object) => {
        const headers = {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityService.${operation}`,
        };
        const body = JSON.stringify({ ...parameters, Logins });
        return (await fetch(`${CognitoEndpoint}/`, { method: 'POST', headers, body })).json();
      };
      const { IdentityId } = await cognito('GetId', { IdentityPoolId });
      const { Credentials } = await cognito('GetCredentialsForIdentity', { IdentityId });
      const { AwsClient } = (window as unknown as { aws4fetch: typeof import('aws4fetch') }).aws4fetch;
      const answers: { status: number; text: string }[] = [];
      for (const { service, url, ...init } of asked) {
        const client = new AwsClient({
          ...{ accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretKey },
          ...{ sessionToken: Credentials.SessionToken, region: Region, service, retries: 0 },
        });
        const headers = { 'content-type': 'application/json' };
        const answer = await client.fetch(url, { ...init, headers });
        answers.push({ status: answer.status, text: await answer.text() });
      }
      return answers;
    },
    [asked, place] as const,
  );
};

onEachSize((size) => {
  test('gives a user nothing of another’s note and file, by address or from the browser’s console', async () => {
    const [alice, mallory] = [await newLogin(stack), await newLogin(stack)];
    const of = await elsewhere(stack, alice);
    const attachment = (await of.files.attach(new File(['the secret'], 'secret.txt')))._unsafeUnwrap();
    const { noteId, userId } = (await of.notes.create({ content: 'the secret', attachment }))._unsafeUnwrap();

    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    const came: string[] = [];
    page.on('response', async (response) => came.push(await response.text().catch(() => '')));
    await signIn(page, stack, mallory);
    await page.goto(`${stack.outputs.PageUrl}/#/note/${noteId}`);
    await page.getByText('There is no such note.').waitFor();
    // Writing at that id creates a note of the writer's own.
    await page.goto(`${stack.outputs.PageUrl}/#/new/${noteId}`);
    await findTextBox(page).fill('mine');
    await page.getByText('Saved', { exact: true }).waitFor();

    const { ApiEndpoint, S3Endpoint, BucketName } = stack.outputs;
    const note = `${ApiEndpoint}/notes/${noteId}`;
    const file = `${S3Endpoint}/${BucketName}/private/${encodeURIComponent(userId)}/${attachment}`;
    const body = JSON.stringify({ content: 'hers?' });
    const answers = await fromConsole(page, [
      { service: 'execute-api', method: 'DELETE', url: note },
      { service: 'execute-api', method: 'GET', url: note },
      { service: 'execute-api', method: 'PUT', url: note, body },
      { service: 'execute-api', method: 'DELETE', url: note },
      { service: 's3', method: 'GET', url: file },
      { service: 's3', method: 'PUT', url: file, body },
      { service: 's3', method: 'DELETE', url: file },
    ]);
    // The first deletes the user's own note, which shows that the signature is accepted.
    expect(answers.map(({ status }) => status)).toEqual([204, 404, 404, 404, 403, 403, 403]);
    expect(came.join('\n')).not.toContain('the secret');
    expect(await page.locator('body').innerText()).not.toContain('the secret');
    const [still] = await of.all();
    expect(still).toMatchObject({ noteId, content: 'the secret', attachment });
    const got = (await of.files.download(attachment))._unsafeUnwrap();
    expect(got.size).toBe('the secret'.length);
    expect(visitor.faults).toEqual([]);
  });

  test('asks before signing out loses unsent writes, and leaves nothing for the next user', async () => {
    const [first, second] = [await newLogin(stack), await newLogin(stack)];
    await using visitor = await visit(size);
    const page = await visitor.context.newPage();
    await signIn(page, stack, first);
    await composeSaved(page, 'of the first');
    await visitor.context.route(
      ({ href }) => href.startsWith(stack.outputs.ApiEndpoint),
      (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()),
    );
    await compose(page, 'never sent');
    await page.getByText('1 note waits to be sent.').waitFor();
    await signOut(page, first);
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    expect(await findTextBox(page).inputValue()).toBe('never sent');
    await signOut(page, first);
    await page.getByRole('button', { name: 'Sign out and lose them' }).click();
    await page.getByLabel('Email address').waitFor();
    const left = () =>
      page.evaluate(async () => {
        const opening = indexedDB.open('owned-notes');
        await new Promise((resolve) => opening.addEventListener('success', resolve));
        const all = opening.result.transaction('entries').objectStore('entries').getAll();
        await new Promise((resolve) => all.addEventListener('success', resolve));
        opening.result.close();
        return JSON.stringify(all.result);
      });
    await expect.poll(left).toBe('[]');
    await visitor.context.unrouteAll();
    await signIn(page, stack, second);
    await page.getByText('There are no notes yet.').waitFor();
    expect(await listed(page, /./).count()).toBe(0);
    expect(visitor.faults).toEqual([]);
  });
});
