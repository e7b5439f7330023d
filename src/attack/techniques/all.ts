import type { Technique } from '../probe.ts';
import { assignedMembers } from './bodies.ts';
import { claims } from './claims.ts';
import { foreignCursors } from './cursors.ts';
import { otherMethods, otherPaths } from './methods.ts';
import { deletedObjects, foreignObjects } from './objects.ts';
import { ownAtTheSameTime, ownRightAfter } from './own.ts';
import { ownersInHeaders, ownersInQueries } from './owners.ts';
import { foreignParameters } from './parameters.ts';
import { replayedCreates } from './replays.ts';
import { spelledOtherwise } from './spellings.ts';
import { forbiddenOperations, strangers } from './strangers.ts';
import { foreignTags } from './tags.ts';

/** All techniques, in order. Those that leave the attacker's objects under the victim's identifiers are last. */
export const techniques: readonly Technique[] = [
  ownRightAfter,
  ownAtTheSameTime,
  foreignObjects,
  deletedObjects,
  foreignTags,
  foreignCursors,
  ownersInHeaders,
  ownersInQueries,
  claims,
  spelledOtherwise,
  otherMethods,
  otherPaths,
  strangers,
  forbiddenOperations,
  assignedMembers,
  replayedCreates,
  foreignParameters,
];

/**
 * The names of the techniques, to choose among them and to report what was tried.
 *
 * @example
 * const quick = await attack({ api, server: 'http://127.0.0.1:3000', users, techniques: techniqueNames.slice(0, 3) });
 */
export const techniqueNames: readonly string[] = techniques.map(({ name }) => name);
