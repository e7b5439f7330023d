import { fiveRoutesAndOwnFilesOnly } from './callers.ts';
import type { Claim } from './claim.ts';
import { ownActionOnly, ownToolsOnly } from './needs.ts';
import { ownDistributionOnly } from './page.ts';
import { noWayBesideTheRoles, ownAlarmsOnly, ownRouteOnly, ownScheduleOnly } from './resources.ts';
import type { Subject } from './subject.ts';
import { namesOfItsOwnerOnly } from './sweep.ts';
import { noOwnerButTheTag, ownItemsOnly } from './table.ts';
import { lambdaOnly, noRoleBesides, ownFunctionOnly, signedInUsersOnly } from './takers.ts';
import type { TheoremName } from './theorems.ts';

const claims: Readonly<Record<TheoremName, (subject: Subject) => readonly Claim[]>> = {
  'own items only': ownItemsOnly,
  'no owner but the tag': noOwnerButTheTag,
  'five routes and own files only': fiveRoutesAndOwnFilesOnly,
  'names of its owner only': namesOfItsOwnerOnly,
  'own action only': ownActionOnly,
  'own tools only': ownToolsOnly,
  'own function only': ownFunctionOnly,
  'Lambda only': lambdaOnly,
  'signed-in users only': signedInUsersOnly,
  'no role besides': noRoleBesides,
  'own route only': ownRouteOnly,
  'own schedule only': ownScheduleOnly,
  'no door beside the roles': noWayBesideTheRoles,
  'own distribution only': ownDistributionOnly,
  'own alarms only': ownAlarmsOnly,
};

/** Lists every claim about a stage's template. */
export const listClaims = (subject: Subject): readonly Claim[] =>
  Object.values(claims).flatMap((claimsOf) => claimsOf(subject));
