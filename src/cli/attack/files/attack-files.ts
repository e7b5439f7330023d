import type { Try, Unproven } from '../../../attack/report.ts';
import type { Principal } from '../chain.ts';
import { createLitter, type Litter } from './cleanup.ts';
import { judgeFile } from './file-judge.ts';
import type { FileProbe, FileTechnique } from './file-probe.ts';
import { createFileSide, type FileSide, type FileTools, readStanding } from './file-side.ts';
import { createFileTry } from './file-try.ts';
import { isDone, type S3Answer } from './s3-exchange.ts';
import { fileTechniques } from './techniques/all.ts';

export interface FilesAttacked {
  readonly tries: readonly Try[];
  readonly unproven: readonly Unproven[];
}

export interface FilesOptions {
  /** The names of the techniques to use. */
  readonly techniques: readonly string[];
  readonly signal: AbortSignal;
  /** Stops at the first try that comes through. */
  readonly stopsAtFirst?: boolean;
}

/**
 * Lets each user attack the other's files, at S3 itself. Makes some files for each, and deletes them and whatever else
 * it made. Never rejects.
 */
export const attackFiles = async (
  tools: FileTools,
  users: readonly [Principal, Principal],
  { techniques, signal, stopsAtFirst = false }: FilesOptions,
): Promise<FilesAttacked> => {
  const chosen = fileTechniques.filter(({ name }) => techniques.includes(name));
  const tries: Try[] = [];
  const unproven: Unproven[] = [];
  if (chosen.length === 0) return { tries, unproven };
  const litter = createLitter(tools, users);
  const isOver = () => signal.aborted || (stopsAtFirst && tries.some(({ verdict }) => verdict === 'CameThrough'));
  const sides = new Map<Principal, FileSide>();
  const [one, other] = users;
  try {
    for (const [by, whose] of [users, [other, one]] as const)
      for (const technique of chosen) await tryTechnique(technique, { tools, by, whose, litter, isOver, tries, sides });
  } catch (error) {
    // It is then unknown whether the rest would hold.
    unproven.push({ operation: 'files', reason: error instanceof Error ? error.message : String(error) });
  } finally {
    await litter.tidy();
  }
  return { tries, unproven };
};

interface Trial {
  readonly tools: FileTools;
  readonly by: Principal;
  readonly whose: Principal;
  readonly litter: Litter;
  readonly isOver: () => boolean;
  /** The tries so far. */
  readonly tries: Try[];
  /** Each user's files, as long as they are unharmed. */
  readonly sides: Map<Principal, FileSide>;
}

/** The number of findings after which a technique stops: fix those first. */
const enough = 12;

/**
 * Tries all probes in one pass, and checks the other's files after each successful request and once at the end. If they
 * have come to harm unnoticed, a refused request did it: repeats the pass, with a check after each request.
 */
const tryTechnique = async (technique: FileTechnique, trial: Trial): Promise<void> => {
  const { tries } = trial;
  const { length } = tries;
  if (await tryInOneGo(technique, trial, isDone)) return;
  tries.length = length;
  await renewScene(technique, trial);
  await tryInOneGo(technique, trial, () => true);
};

/**
 * Runs one pass, with new files whenever they have come to harm. Returns whether the effect of every request is known.
 */
const tryInOneGo = async (
  technique: FileTechnique,
  trial: Trial,
  isLookedAfter: (answer: S3Answer) => boolean,
): Promise<boolean> => {
  const { tools, litter, isOver, by, tries } = trial;
  let going = isOver() ? undefined : await beginScene(technique, trial);
  let found = 0;
  for (let index = 0; going !== undefined && found < enough && !isOver(); index++) {
    const probe = going.probes[index];
    if (probe === undefined) break;
    const { answer, ...judgement } = await judgeFile(probe, going.scene.whose, tools.send);
    const harm = mayChange(probe) && isLookedAfter(answer) && (await isHarmed(going, tools));
    if (isDone(answer)) await litter.undone(probe, answer, by);
    if (harm || judgement.verdict === 'CameThrough') found += 1;
    const came = `${judgement.came}, and the other’s files are not as they were`;
    tries.push(createFileTry(technique, probe, trial, harm ? { verdict: 'CameThrough', came } : judgement));
    if (harm) going = await renewScene(technique, trial);
  }
  return going === undefined || isOver() || !(await isHarmed(going, tools));
};

const renewScene = async (technique: FileTechnique, trial: Trial) => {
  await trial.litter.tidy();
  trial.sides.clear();
  return beginScene(technique, trial);
};

const isHarmed = async (
  { scene, before }: Awaited<ReturnType<typeof beginScene>>,
  tools: FileTools,
): Promise<boolean> => before !== (await readStanding(tools, scene.whose));

/** Provides intact files of both users, and everything to try with them. */
const beginScene = async (technique: FileTechnique, { tools, by, whose, litter, sides }: Trial) => {
  const made = async (user: Principal): Promise<FileSide> => {
    const side = sides.get(user) ?? litter.kept(await createFileSide(tools, user));
    sides.set(user, side);
    return side;
  };
  const scene = { bucket: tools.bucket, by: await made(by), whose: await made(whose), time: tools.now() };
  return { scene, probes: technique.probes(scene), before: await readStanding(tools, scene.whose) };
};

const mayChange = ({ sent }: FileProbe): boolean => !['GET', 'HEAD'].includes(sent.method);
