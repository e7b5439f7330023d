/**
 * Where a breakage of the template shows in the running stack: by a request that comes to something else than it should, or by the stack's
 * refusal to start. The others say why no request shows them here; the checks of the template find those too.
 */
export type Shown =
  | { readonly request: string; readonly comesTo: string }
  | { readonly refusesToStart: RegExp }
  | { readonly nothingBecause: string };

const ofOwner = (what: string, comesTo: string): Shown => ({
  request: `get’s session with the tag owner, ${what}`,
  comesTo,
});
const ofSweep = (what: string, comesTo: string): Shown => request(`the sweep’s session, ${what}`, comesTo);
const request = (request: string, comesTo: string): Shown => ({ request, comesTo });
const nothing = (nothingBecause: string): Shown => ({ nothingBecause });

const watching = nothing('it is about what watches the requests');
const keeping = nothing('it is about what outlives the stack');
const otherApi = nothing('there is no other API on one machine');
const otherPool = nothing('there is no other identity pool on one machine');

/** By the breakage's name. */
export const shownBy: Readonly<Record<string, Shown>> = {
  'a data role without conditions': ofOwner('GetItem of another owner’s', 'ok'),
  'a data role for any key': ofOwner('GetItem of another owner’s', 'ok'),
  'ForAnyValue, which lets mixed keys through': nothing('no action that a data role has takes two keys'),
  'no demand that there be a key': ofOwner('GetItem without a key', 'ValidationException'),
  'keys that begin like the owner': ofOwner('GetItem of a key that begins like its owner', 'ok'),
  'keys of another tag': request('GET /notes/{id}', '500'),
  'every action of DynamoDB': ofOwner('DeleteItem of its owner’s', 'ok'),
  'a Scan': ofOwner('Scan', 'ok'),
  'every table': ofOwner('GetItem of another table', 'ResourceNotFoundException'),
  'an action on anything': ofOwner('GetItem of another table', 'ResourceNotFoundException'),
  'two functions that share a data role': request('GET /notes', '500'),
  'trust in the whole account': nothing('nobody else in the account may take roles'),
  'trust in anybody': request('list takes the other’s data role', 'ok'),
  'trust in another function too': request('list takes the other’s data role', 'ok'),
  'an extra tag': request('get takes its data role with one tag more', 'ok'),
  'an owner that is empty': request('get takes its data role with an owner that is empty', 'ok'),
  'no tag': request('get takes its data role with no tag', 'ok'),
  'TagSession without conditions': nothing('AssumeRole, which comes with it, still has them'),
  'an execution role that reaches the table by itself': request('get’s own role, GetItem of another owner’s', 'ok'),
  'an execution role that may take every role': nothing('no other role trusts it'),
  'an execution role for more than Lambda': nothing('no other service is here'),
  'a role for guests': nothing('the identity pool gives guests no identity'),
  'unauthenticated identities': request('a guest gets an identity', 'ok'),
  'the classic flow': nothing('STS is for the functions alone here'),
  'a role for users of every identity pool': otherPool,
  'the users’ role for guests': nothing('the identity pool gives guests no identity'),
  'ForAllValues on amr, which nobody at all meets too': request(
    'two users sign in',
    'InvalidIdentityPoolConfigurationException',
  ),
  'users who may call any API': otherApi,
  'users who may call every stage': request('POST /notes', '403'),
  'users with an action too many': request('a user reads the table', 'ok'),
  'an open route': request('GET /notes/x without a signature', '401'),
  'a route for everything else': request('GET /else without a signature', '403'),
  'a function that every route may invoke': nothing('each function has one route'),
  'a function that every API in the world may invoke': otherApi,
  'payload format 1.0': request('POST /notes', '500'),
  'every page in the world': request('a preflight from some page', '204 * '),
  'identities in the access log': watching,
  'passwords sent to the user pool': nothing('the stage of one machine lets them'),
  'a function with an address of its own': nothing('functions have no addresses here'),
  'a role that belongs to nothing': nothing('nobody takes it'),
  'a managed policy': { refusesToStart: /managed policies/ },
  'a role that is tagged with an owner itself': nothing('no session begins without a tag of its own'),
  'a policy of the table’s own': { refusesToStart: /Statement is empty/ },
  'all actions but one': ofOwner('DeleteItem of its owner’s', 'ok'),
  'a table by notes': { refusesToStart: /partition key and then a sort key/ },
  'identities that go with the stack': keeping,
  'a table that may be deleted': keeping,
  'a function that nobody listens to': watching,
  'USER_POOL_ID is the client’s id': request('GET /notes/{id}', '403'),
  'the pools’ ids are swapped': request('PUT /notes/{id}', '403'),
  'two functions with each other’s logs': watching,
  'two routes with each other’s functions': request('PUT /notes/{id}', '500'),
  'rate and burst swapped': nothing('both are an account’s own limits here'),
  'half a request a second': nothing('as many as the burst come through at once'),
  'a developer’s origin in prod': request('a preflight from some page', '204 null '),
  'milliseconds for a time-out in seconds': nothing('no function takes that long'),
  'refresh tokens that last thirty minutes': nothing('nobody waits for half an hour'),
  'ID tokens that last sixty days': request('an ID token lasts', '5184000 s'),
  'a new address that counts unconfirmed': request(
    'a new address counts before it is confirmed',
    'UserNotFoundException',
  ),
  'credentials for tokens that were signed out': request('a token that was signed out gets an identity', '200'),
  'files of everybody': request('a user reads another’s file', '200'),
  'files whose names begin like the identity': request('a user writes a file whose name begins like the own', '200'),
  'every action of S3 on one’s files': nothing('no other operation on an object is here'),
  'a list of the whole bucket': request('a user lists everything', '200'),
  'a list of whatever prefix, if any': request('a user lists everything', '200'),
  'a list by a prefix that begins like the identity': request(
    'a user lists by a prefix that begins like the own',
    '200',
  ),
  'a bucket that may be made public': nothing('nobody here writes a policy for the bucket'),
  'files for everybody who has the address': request('a user reads another’s file', '200'),
  'files without TLS': { refusesToStart: /Statement is empty/ },
  'a second bucket': { refusesToStart: /more than one bucket/ },
  'every page in the world at the files': request('a preflight from some page for a file', '403'),
  'files that go with the stack': keeping,
  'a sweep that may delete everybody’s files': ofSweep('another’s file gone', '204'),
  'a sweep of owners whose names begin like another’s': nothing('no identity’s id begins like another’s'),
  'a sweep that may read files': ofSweep('its owner’s file’s content', '200'),
  'a sweep that lists everybody’s files': ofSweep('a list of another’s files', '200'),
  'a sweep that sees files where it sees who has some': request('the sweep lists files by itself', '200'),
  'a sweep that deletes by itself, for no owner': request('the sweep deletes a file by itself', '204'),
  'a sweep of anybody’s notes': ofSweep('names in another owner’s notes', 'ok'),
  'a sweep that reads what is in notes': ofSweep('content of its owner’s notes', 'ok'),
  'a sweep that names an attribute and is given all': ofSweep('all of its owner’s notes', 'ok'),
  'a sweep’s role that another function takes': nothing('nobody else in the account may take roles'),
  'a sweep that every rule in the world may start': nothing('there is one rule'),
  'a sweep that is never started': nothing('it holds what it holds, started or not'),
  'a sweep every hour, which takes its marks for those of a day before': nothing('nobody waits for an hour'),
  'a filter that finds no line': watching,
  'a filter that counts by another name than the alarm asks for': watching,
  'an alarm below its threshold': watching,
  'an alarm over five seconds for five minutes': watching,
  'an alarm of seconds where there are milliseconds': watching,
  'an alarm that is told to nobody': watching,
  'an alarm on the 5xx of another API': watching,
  'alarms of any account': nothing('the stage of one machine has no alarms by mail'),
  'logs that end after a day': watching,
};
