import { attack } from '../../attack/attack.ts';
import { createReport, type Report, type Try } from '../../attack/report.ts';
import type { Fetch } from '../../attack/request.ts';
import { techniqueNames } from '../../attack/techniques/all.ts';
import type { NotesConfig } from '../../client/config.ts';
import { fetchSigned } from '../../client/signed-fetch.ts';
import { openApi } from '../../openapi/document.ts';
import { toCliError } from '../cli-error.ts';
import type { Here } from '../here.ts';
import type { Attacker } from './accounts.ts';
import { type Chain, tryChainProbe } from './chain.ts';
import { chainTechniques, createChainProbes } from './chain-probes.ts';
import { attackFiles, type FilesAttacked } from './files/attack-files.ts';
import type { Bucket, NoBucket } from './files/bucket.ts';
import { createS3Send } from './files/s3-exchange.ts';
import { fileTechniques } from './files/techniques/all.ts';
import { createStrangers } from './strangers.ts';

/** All techniques, through the API and past it. */
export const allTechniques: readonly string[] = [
  ...techniqueNames,
  ...chainTechniques,
  ...fileTechniques.map(({ name }) => name),
];

/** Lets each user attack the other: through the API by its OpenAPI document, then past it. */
export const attackDeployment = async (
  here: Here,
  chain: Chain,
  bucket: Bucket | NoBucket,
  users: readonly [Attacker, Attacker],
  techniques: readonly string[] = allTechniques,
): Promise<Report> => {
  const { signal, sleep } = here.world;
  const { config, now, fetch, table } = chain;
  const user = (attacker: Attacker) => ({
    ...{ name: attacker.name, fetch: createSigningFetch(here, config, attacker) },
    identifiers: { userId: attacker.identityId, sub: attacker.userPoolUserId },
  });
  const [ann, bob] = users;
  const byApi = await attack({
    ...{ api: openApi, server: config.apiEndpoint, users: [user(ann), user(bob)], techniques, signal },
    strangers: createStrangers(users, { region: config.region, now, fetch }),
    ...(sleep && { sleep }),
  });
  const pastIt: Try[] = [];
  for (const [by, whose] of [users, [bob, ann]] as const)
    for (const probe of createChainProbes(by, whose, chain))
      if (techniques.includes(probe.technique) && !signal.aborted)
        pastIt.push(await tryChainProbe(probe, { by, whose }, chain));
  const noTable = { operation: 'the table', reason: 'the outputs do not say where it is' };
  const ofFiles = await withFiles(chain, bucket, users, { techniques, signal });
  return createReport(
    [...byApi.tries, ...pastIt, ...ofFiles.tries],
    [...byApi.unproven, ...(table === undefined ? [noTable] : []), ...ofFiles.unproven],
  );
};

const withFiles = async (
  { now }: Chain,
  bucket: Bucket | NoBucket,
  users: readonly [Attacker, Attacker],
  options: Parameters<typeof attackFiles>[2],
): Promise<FilesAttacked> => {
  if (!('kind' in bucket))
    return attackFiles(
      { bucket, send: createS3Send(options.signal), sendToTheEnd: createS3Send(), now },
      users,
      options,
    );
  // A deployment without files leaves nothing unproven.
  return { tries: [], unproven: bucket.kind === 'NoFiles' ? [] : [{ operation: 'files', reason: bucket.reason }] };
};

/** Creates a user's own `fetch`, which signs with credentials that are renewed when they expire. */
const createSigningFetch =
  ({ client }: Here, { region }: NotesConfig, { session }: Attacker): Fetch =>
  async (url, { method = 'GET', headers, body, signal }) => {
    const credentials = await session.credentials();
    if (credentials.isErr()) throw new Error(toCliError(credentials.error).message);
    const request = {
      ...{ method, url, headers: Object.fromEntries(new Headers(headers)) },
      ...(typeof body === 'string' && { body }),
    };
    const response = await fetchSigned(request, credentials.value, region, { ...client, signal: signal ?? undefined });
    if (response.isErr()) throw new Error(toCliError(response.error).message);
    return response.value;
  };
