import type { ApiAnswer } from './fetch-answer.ts';
import { type Judgement, judge } from './judge.ts';
import { expectations, type Probe, type Scene, type Technique } from './probe.ts';
import type { Try } from './report.ts';
import { type Asking, createSent, type Fetch } from './request.ts';

/** What a trial needs. */
export interface Court {
  readonly ask: (asking: Asking, fetch: Fetch) => Promise<ApiAnswer>;
  /** Returns what has happened to the victim's objects and should not have, or `undefined`. */
  readonly harm: () => Promise<string | undefined>;
  /** Returns a scene with new objects, as if nothing had happened. */
  readonly renewed: () => Promise<Scene>;
  /** Reports each try, once its outcome is certain. */
  readonly tell: (each: Try) => void;
  readonly isOver: () => boolean;
}

/** Returns the probes of a technique, or the parts of one: the same ones in another scene. */
type Locate = (scene: Scene) => readonly Probe[];

/**
 * Tries all probes of a technique: first in one go, followed by one look at the victim's objects; if anything came
 * through, one after the other with a look after each, to tell which it was.
 */
export const tryTechnique = async (technique: Technique, scene: Scene, court: Court): Promise<void> => {
  const held: Try[] = [];
  const probes = technique.probes(scene);
  for (const probe of probes) {
    if (court.isOver()) break;
    const judgement = await judge(probe, scene, court.ask);
    const isTold = judgement.verdict === 'CameThrough' || (judgement.isMalformed && probe.parts !== undefined);
    if (isTold) break;
    held.push(createTry(technique, probe, scene, judgement));
  }
  const hasHeld = held.length === probes.length || court.isOver();
  if (hasHeld && (await court.harm()) === undefined) for (const each of held) court.tell(each);
  else await tryEach(technique, (of) => technique.probes(of), { scene: await court.renewed() }, court);
};

/** The most findings of one technique at one operation, after which it is not tried there any more. */
const enough = 3;

/** The scene to go on with. A new one replaces it once the victim's objects have come to harm. */
interface Going {
  scene: Scene;
}

/** Returns whether anything came through. */
const tryEach = async (technique: Technique, locate: Locate, going: Going, court: Court): Promise<boolean> => {
  const found = new Map<string, number>();
  const { length } = locate(going.scene);
  for (let index = 0; index < length && !court.isOver(); index++) {
    const { scene } = going;
    const probe = locate(scene)[index];
    const { key } = probe?.asking.operation ?? { key: '' };
    if (probe === undefined || (found.get(key) ?? 0) >= enough) continue;
    const judgement = await judge(probe, scene, court.ask);
    const harm = await court.harm();
    if (harm !== undefined) going.scene = await court.renewed();
    const all: Judgement = harm === undefined ? judgement : { verdict: 'CameThrough', came: harm, isMalformed: false };
    const cameThrough = all.verdict === 'CameThrough';
    if (cameThrough) found.set(key, (found.get(key) ?? 0) + 1);
    const own = createTry(technique, probe, scene, all);
    if (probe.parts === undefined || (!cameThrough && !all.isMalformed)) {
      court.tell(own);
      continue;
    }
    const isTold = await tryEach(technique, (of) => locate(of)[index]?.parts ?? [], going, court);
    // No part came through by itself, so the combination is reported.
    if (cameThrough && !isTold && !court.isOver()) court.tell(own);
  }
  return found.size > 0;
};

const createTry = ({ name, risk }: Technique, probe: Probe, scene: Scene, { verdict, came }: Judgement): Try => ({
  ...{ technique: name, risk, operation: probe.asking.operation.key, what: probe.what },
  ...{ by: probe.by.name, whose: scene.victim.user.name, request: createSent(probe.asking) },
  ...{ expected: expectations[probe.expects], came, verdict },
});
