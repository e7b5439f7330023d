/** What is proven about each stage, by name. */
export const theorems = {
  'own items only': 'a session of a data role with the tag o touches no item whose owner is not o',
  'no owner but the tag': 'a session has no owner but the one that it was begun with: no role brings one along',
  'five routes and own files only':
    'a signed-in user may call the five routes of the API, keep and list files below the own identity id, and do nothing else',
  'names of its owner only':
    'a session of the sweep’s data role with the tag o reads which files the notes of o name, lists, marks and deletes files of o, and does nothing else',
  'own action only': 'a data role has its route’s action on the table, and nothing else',
  'own tools only': 'an execution role has its function’s log, traces and what it needs for its work, and nothing else',
  'own function only':
    'a data role is taken by its function’s execution role alone, with one tag, an owner that is not empty',
  'Lambda only': 'an execution role is taken by Lambda alone',
  'signed-in users only':
    'the users’ role is taken for those who have signed in to this identity pool, and for nobody else',
  'no role besides': 'no other role can be taken by anybody',
  'own route only': 'a function’s policy lets the API invoke it for its own route, and nobody else',
  'own schedule only': 'the sweep’s policy lets EventBridge invoke it for its own schedule, and nobody else',
  'no door beside the roles': 'the own policies of table and bucket let nobody in',
  'own distribution only':
    'the policy of the page’s bucket lets CloudFront read it by TLS for the page’s own distribution, and nobody else do anything',
  'own alarms only': 'CloudWatch publishes this account’s alarms, and nobody else anything',
} as const;

export type TheoremName = keyof typeof theorems;
export const theoremNames = Object.keys(theorems) as readonly TheoremName[];
