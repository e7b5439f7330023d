import { faultKinds } from '../simulation/faults.ts';
import { kinds as fileFaults } from '../simulation/files/faults.ts';
import type { ChunkReport } from './chunk.ts';
import type { FilesChunkReport } from './files-chunk.ts';
import { httpSoak } from './http.ts';
import { inChunks } from './in-chunks.ts';
import { progress, table } from './report.ts';
import { soakOptions } from './soak-options.ts';

const usage = `npm run test:soak -- [--count N] [--seed N] [--path P] [--workers N] [--http | --files]

Runs N random sequences of actions by three owners (1,000 by default) through the handlers, over a simulated DynamoDB
with faults, and checks every answer. Exits with 1 if a promise was broken or a kind of fault never fired.

  --seed, --path   as a failure printed them: replays it
  --workers        the number of threads; by default, one for each core
  --http           sends signed requests to the local stack, over real connections with faults, in real time;
                   --seed then draws the same actions again, but not the same timing
  --files          tests files instead, through the S3 adapter and the SDK's client to the local S3, with faults between
                   them, in a folder below NOTES_SOAK_FOLDER, which is best a file system in memory`;

const { given, ...options } = soakOptions(usage, 1000, ['http', 'files']);
const { seed, count, path, workers } = options;
const [http, files] = [given.has('http'), given.has('files')];
const kinds: readonly string[] = files ? fileFaults : Object.keys(faultKinds);

const totals = { sequences: 0, commands: 0, faults: new Map<string, number>(), violations: [] as string[] };
const report = progress('sequences', count);
const fired = (kind: string, times = 1) => void totals.faults.set(kind, (totals.faults.get(kind) ?? 0) + times);
const done = (sequences: number, commands: number, violation: string | undefined): void => {
  totals.sequences += sequences;
  totals.commands += commands;
  if (violation !== undefined) totals.violations.push(violation);
  report.at(totals.sequences, `${totals.violations.length} violations`);
};

console.log(
  `${count} sequences, seed ${seed}, ${http ? 'signed, over HTTP' : `${files ? 'of files, ' : ''}${workers} workers`}.`,
);
process.once('SIGINT', () => end('Interrupted.'));
if (http)
  await httpSoak({
    ...{ seed, count, lanes: 16, faultRate: 0.05 },
    onSequence: ({ commands, violation }) => done(1, commands, violation),
    onFault: fired,
  });
else
  await inChunks<ChunkReport | FilesChunkReport>({
    ...options,
    worker: new URL(files ? './files-chunk.ts' : './chunk.ts', import.meta.url),
    chunkSize: 250,
    isOver: () => totals.violations.length > 0,
    onResult: ({ sequences, commands, faults, violation }) => {
      for (const [kind, times] of faults) fired(kind, times);
      done(sequences, commands, violation);
    },
  });
end();

function end(said?: string): never {
  report.end();
  if (said !== undefined) console.log(said);
  console.log(
    table([
      ['sequences', totals.sequences],
      ['commands', totals.commands],
      ...kinds.map((kind) => [`fault: ${kind}`, totals.faults.get(kind) ?? 0] as const),
      ['violations', totals.violations.length],
    ]),
  );
  for (const violation of totals.violations.slice(0, 5)) console.error(`\n${violation}`);
  const unfired = path === undefined ? kinds.filter((kind) => !totals.faults.has(kind)) : [];
  if (unfired.length > 0) console.error(`\nThese never fired: ${unfired.join(', ')}. More sequences are needed.`);
  process.exit(totals.violations.length > 0 || unfired.length > 0 || said !== undefined ? 1 : 0);
}
