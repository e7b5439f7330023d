/** What is proven about each stage, by name. */
export const theorems = {
  'own items only': 'a session of a data role with the tag o touches no item whose owner is not o',
  'no owner but the tag':
    'a session has no owner other than the one that it was started with: no role brings one along',
  'five routes and own files only':
    'a signed-in user may call the five routes of the API, keep and list files below their own identity id, ' +
    'and do nothing else',
  'names of its owner only':
    'a session of the sweep’s data role with the tag o reads which files the notes of o refer to, lists, ' +
    'marks and deletes files of o, and does nothing else',
  'own action only': 'a data role has its route’s action on the table, and nothing else',
  'own tools only': 'an execution role has its function’s log, traces and what it needs for its work, and nothing else',
  'own function only':
    'only its function’s execution role may assume a data role, with one tag, an owner that is not empty',
  'Lambda only': 'only Lambda may assume an execution role',
  'signed-in users only':
    'the users’ role may be assumed for users who have signed in to this identity pool, and for nobody else',
  'no role besides': 'nobody may assume any other role',
  'own route only': 'a function’s policy lets the API invoke it for its own route, and nobody else',
  'own schedule only': 'the sweep’s policy lets EventBridge invoke it for its own schedule, and nobody else',
  'no door beside the roles': 'the policies of the table and the bucket themselves let nobody in',
  'own distribution only':
    'the policy of the page’s bucket lets CloudFront read it over TLS for the page’s own distribution, ' +
    'and nobody else do anything',
  'own alarms only': 'CloudWatch publishes this account’s alarms, and nobody publishes anything else',
} as const;

export type TheoremName = keyof typeof theorems;
export const theoremNames = Object.keys(theorems) as readonly TheoremName[];
