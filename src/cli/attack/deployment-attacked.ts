import { attack } from '../../attack/attack.ts';
import { type Report, reportOf, type Try } from '../../attack/report.ts';
import type { Fetch } from '../../attack/request.ts';
import { techniqueNames } from '../../attack/techniques/all.ts';
import { type NotesConfig, signedFetch } from '../../client/client.ts';
import { openApi } from '../../openapi/document.ts';
import { failureOf } from '../failure.ts';
import type { Here } from '../here.ts';
import type { Attacker } from './accounts.ts';
import { type Chain, chainTry } from './chain.ts';
import { chainProbes, chainTechniques } from './chain-probes.ts';
import type { Bucket, NoBucket } from './files/bucket.ts';
import { type FilesAttacked, filesAttacked } from './files/files-attacked.ts';
import { s3Send } from './files/s3-exchange.ts';
import { fileTechniques } from './files/techniques/all.ts';
import { strangersOf } from './strangers.ts';

/** What can be tried: by the API, and past it. */
export const allTechniques: readonly string[] = [
  ...techniqueNames,
  ...chainTechniques,
  ...fileTechniques.map(({ name }) => name),
];

/** Both users, each against the other: by the API as its document has it, then past it. */
export const deploymentAttacked = async (
  here: Here,
  chain: Chain,
  bucket: Bucket | NoBucket,
  users: readonly [Attacker, Attacker],
  techniques: readonly string[] = allTechniques,
): Promise<Report> => {
  const { signal, sleep } = here.world;
  const { config, now, fetch, table } = chain;
  const user = (attacker: Attacker) => ({
    ...{ name: attacker.name, fetch: signing(here, config, attacker) },
    identifiers: { userId: attacker.identityId, sub: attacker.userPoolUserId },
  });
  const [ann, bob] = users;
  const byApi = await attack({
    ...{ api: openApi, server: config.apiEndpoint, users: [user(ann), user(bob)], techniques, signal },
    strangers: strangersOf(users, { region: config.region, now, fetch }),
    ...(sleep && { sleep }),
  });
  const pastIt: Try[] = [];
  for (const [by, whose] of [users, [bob, ann]] as const)
    for (const probe of chainProbes(by, whose, chain))
      if (techniques.includes(probe.technique) && !signal.aborted)
        pastIt.push(await chainTry(probe, { by, whose }, chain));
  const noTable = { operation: 'the table', reason: 'the outputs do not say where it is' };
  const ofFiles = await withFiles(chain, bucket, users, { techniques, signal });
  return reportOf(
    [...byApi.tries, ...pastIt, ...ofFiles.tries],
    [...byApi.unproven, ...(table === undefined ? [noTable] : []), ...ofFiles.unproven],
  );
};

const withFiles = async (
  { now }: Chain,
  bucket: Bucket | NoBucket,
  users: readonly [Attacker, Attacker],
  options: Parameters<typeof filesAttacked>[2],
): Promise<FilesAttacked> => {
  if (!('kind' in bucket))
    return filesAttacked({ bucket, send: s3Send(options.signal), sendToTheEnd: s3Send(), now }, users, options);
  // Where there are none, nothing is left untold.
  return { tries: [], unproven: bucket.kind === 'NoFiles' ? [] : [{ operation: 'files', reason: bucket.reason }] };
};

/** A user's own `fetch`: signed, by credentials that are renewed as they end. */
const signing =
  ({ client }: Here, { region }: NotesConfig, { session }: Attacker): Fetch =>
  async (url, { method = 'GET', headers, body, signal }) => {
    const credentials = await session.credentials();
    if (credentials.isErr()) throw new Error(failureOf(credentials.error).message);
    const request = {
      ...{ method, url, headers: Object.fromEntries(new Headers(headers)) },
      ...(typeof body === 'string' && { body }),
    };
    const response = await signedFetch(request, credentials.value, region, { ...client, signal: signal ?? undefined });
    if (response.isErr()) throw new Error(failureOf(response.error).message);
    return response.value;
  };
