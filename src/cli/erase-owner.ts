import { eraseOwner, ownerPattern } from '../operator/erase-owner.ts';
import type { Place } from '../operator/operator.ts';
import { findTable } from './attack/table.ts';
import { usage } from './cli-error.ts';
import { expectOk } from './expect-ok.ts';
import type { GlobalOptions, Here } from './here.ts';
import { expectTyped } from './input.ts';
import { readOperatorKeys } from './operator-keys.ts';
import { findOutputsFile, readConfigFile, readOutputs } from './outputs.ts';
import { words } from './terminal.ts';

export interface EraseOwnerOptions extends GlobalOptions {
  readonly owner: string;
  readonly email?: string;
  readonly yes?: boolean;
}

/** Erases what remains of an owner, with the credentials of the account's administrator. Throws `CliError`. */
export const eraseAsOperator = async (
  { world, terminal }: Here,
  { owner, email, yes = false, json, outputs }: EraseOwnerOptions,
): Promise<void> => {
  if (!ownerPattern.test(owner))
    throw usage(`--owner takes an identity id, as \`notes whoami\` shows it, not ${owner}.`);
  const file = findOutputsFile(world, outputs);
  const config = readConfigFile(file, world);
  const { region, userPoolId, bucketName, cognitoEndpoint, s3Endpoint } = config;
  const table = findTable(readOutputs(file, world), config);
  if (table === undefined) throw usage(`${file.path} does not say which table the notes are in.`);
  const keys = readOperatorKeys(world, config, file);
  await expectTyped(world, yes, `To delete everything that belongs to ${owner}, type the id`, owner);
  const place: Place = {
    ...{ region, userPoolId, tableName: table.name, ...(bucketName !== undefined && { bucketName }) },
    endpoints: {
      dynamodb: table.endpoint,
      ...(cognitoEndpoint !== undefined && { 'cognito-idp': cognitoEndpoint, 'cognito-identity': cognitoEndpoint }),
      ...(s3Endpoint !== undefined && { s3: s3Endpoint }),
    },
  };
  const { fetch, sleep, now, signal } = world;
  const done = await expectOk(eraseOwner({ id: owner, username: email }, place, { keys, fetch, sleep, now, signal }));
  const { items, versions, uploads, account, identity } = done;
  terminal.result(
    json,
    { owner, ...done },
    words`Erased for ${owner}: ${items} items of the table, ${versions} versions of files, ${uploads} unfinished uploads${identity ? ', the identity' : ''}${account ? ', the account' : ''}.`,
  );
  for (const key of done.left)
    terminal.aside(words`An unfinished upload that no URL can name; the bucket drops it within seven days: ${key}`);
  if (email !== undefined && !account) terminal.aside(words`There was no account ${email}.`);
};
