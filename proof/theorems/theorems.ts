/** What is proven of each stage, by name. */
export const theorems = {
  'own items only': 'a session of a data role with the tag o touches no item whose owner is not o',
  'no owner but the tag': 'a session has no owner but the one that it was begun with: no role brings one along',
  'five routes only': 'a signed-in user may call the five routes of the API and do nothing else',
  'own action only': 'a data role has its route’s action on the table, and nothing else',
  'own tools only': 'an execution role has its function’s log, traces and what the route needs, and nothing else',
} as const;

export type TheoremName = keyof typeof theorems;
export const theoremNames = Object.keys(theorems) as readonly TheoremName[];
