import type { TheoremName } from '../theorems/theorems.ts';

/**
 * What a planted breakage does to the theorems, and the outcome of sending the request that it lets through to the
 * running stack.
 */
export type Expected =
  | { readonly falsifies: TheoremName; readonly comesTo: string }
  /** Something else in the stack still refuses the request, for this reason. */
  | { readonly falsifies: TheoremName; readonly staysRefused: string }
  | { readonly falsifies: TheoremName; readonly cannotBeSent: string }
  | { readonly refusesWhatItIsFor: TheoremName }
  | { readonly notUnderstood: RegExp }
  | { readonly noTheoremBecause: string };

const lets = (falsifies: TheoremName, comesTo = 'ok'): Expected => ({ falsifies, comesTo });
const unsent = (falsifies: TheoremName, cannotBeSent: string): Expected => ({ falsifies, cannotBeSent });
/** For requests with the sweep’s own credentials, see `test/planted/sweep.ts`. */
const ofSweep = (falsifies: TheoremName): Expected => unsent(falsifies, 'sends nothing for others');
const stays = (falsifies: TheoremName, staysRefused: string): Expected => ({ falsifies, staysRefused });
const none = (noTheoremBecause: string): Expected => ({ noTheoremBecause });

const watching = none('it concerns what watches the requests, not a policy');
const keeping = none('it concerns what outlives the stack, not a policy');
const settings = none('it concerns what a function is given, not a policy');
const pool = none('it concerns the pool’s settings, not a policy');
/** The local stack serves the page itself. */
const ofPage = (falsifies: TheoremName): Expected => unsent(falsifies, 'the page is not on one machine');
const ofBucket = ofPage('own distribution only');
const distribution = none('it concerns what CloudFront does, not a policy');
const contents = none('it concerns what browsers are told, not an IAM policy');

/** By the breakage's name. */
export const falsifiedBy: Readonly<Record<string, Expected>> = {
  'a data role without conditions': lets('own items only', 'ValidationException'),
  'a data role for any key': lets('own items only'),
  'ForAnyValue, which lets mixed keys through': unsent('own items only', 'a GetItem has one key'),
  'no condition that a key be present': lets('own items only', 'ValidationException'),
  'keys that begin with the owner': lets('own items only'),
  'keys of another tag': stays('own items only', 'a session with another tag is not started'),
  'every action of DynamoDB': lets('own action only'),
  'a Scan': lets('own items only'),
  'every table': lets('own action only', 'ResourceNotFoundException'),
  'an action on anything': lets('own action only', 'ResourceNotFoundException'),
  'two functions that share a data role': { refusesWhatItIsFor: 'own items only' },
  'trust in the whole account': stays('own function only', 'no policy lets anybody else assume roles'),
  'trust in anybody': lets('own function only'),
  'trust in another function too': lets('own function only'),
  'an extra tag': lets('own function only'),
  'an empty owner': lets('own function only'),
  'no tag': lets('own function only'),
  'TagSession without conditions': stays('own function only', 'AssumeRole, which comes with it, still has them'),
  'an execution role that reaches the table by itself': lets('own tools only', 'ValidationException'),
  'an execution role that may take every role': stays('own tools only', 'no other role trusts it'),
  'an execution role for more than Lambda': stays('Lambda only', 'no policy lets anybody else assume roles'),
  'a role for guests': pool,
  'unauthenticated identities': pool,
  'the classic flow': pool,
  'a role for users of every identity pool': unsent('signed-in users only', 'nobody here is cognito-identity'),
  'the users’ role for guests': unsent('signed-in users only', 'nobody here is cognito-identity'),
  'ForAllValues on amr, which a caller without amr meets too': unsent(
    'signed-in users only',
    'nobody here is cognito-identity',
  ),
  'users who may call any API': unsent('five routes and own files only', 'no other API'),
  'users who may call every stage': unsent('five routes and own files only', 'no other API or stage'),
  'users with one action too many': lets('five routes and own files only', 'ValidationException'),
  'an open route': settings,
  'a catch-all route': settings,
  'a function that every route may invoke': unsent('own route only', 'no lambda'),
  'a function that every API in the world may invoke': unsent('own route only', 'no lambda'),
  'payload format 1.0': settings,
  'CORS for every origin': settings,
  'identities in the access log': watching,
  'passwords sent to the user pool': pool,
  'a function with a URL of its own': settings,
  'a role that belongs to nothing': unsent('no role besides', 'nobody here is lambda'),
  'a managed policy': { notUnderstood: /managed policies/ },
  'a role that is tagged with an owner itself': unsent('no owner but the tag', 'there is no s3 for '),
  'a policy of the table’s own': { notUnderstood: /Statement is empty/ },
  'all actions except one': lets('own action only'),
  'a table keyed by note': { notUnderstood: /partition key and then a sort key/ },
  'identities that are deleted with the stack': keeping,
  'a table that may be deleted': keeping,
  'a function whose log nobody watches': watching,
  'USER_POOL_ID is the client’s id': settings,
  'the pools’ ids are swapped': settings,
  'two functions with each other’s logs': unsent('own tools only', 'no logs'),
  'two routes with each other’s functions': unsent('own route only', 'no lambda'),
  'rate and burst swapped': settings,
  'half a request a second': settings,
  'a developer’s origin in prod': settings,
  'milliseconds for a time-out in seconds': settings,
  'refresh tokens that last thirty minutes': pool,
  'ID tokens that last sixty days': pool,
  'a new address that counts before it is confirmed': pool,
  'credentials for the tokens of a signed-out user': pool,
  'everybody’s files': lets('five routes and own files only', '200'),
  'files whose names begin with the identity': lets('five routes and own files only', '200'),
  'every action of S3 on one’s files': unsent('five routes and own files only', 'is not a request'),
  'a list of the whole bucket': lets('five routes and own files only', '200'),
  'a list by any prefix, or by none': lets('five routes and own files only', '200'),
  'a list by a prefix that begins with the identity': lets('five routes and own files only', '200'),
  'a bucket that may be made public': settings,
  'files for everybody who knows the URL': unsent('no door beside the roles', 'no s3'),
  'files without TLS': { notUnderstood: /Statement is empty/ },
  'a second bucket': { notUnderstood: /more than one bucket/ },
  'CORS for every origin on the files': settings,
  'files that are deleted with the stack': keeping,
  'a sweep that may delete everybody’s files': ofSweep('names of its owner only'),
  'a sweep of owners whose ids begin with another’s': ofSweep('names of its owner only'),
  'a sweep that may read files': ofSweep('names of its owner only'),
  'a sweep that lists everybody’s files': ofSweep('names of its owner only'),
  'a sweep that sees all files, not only who has some': ofSweep('own tools only'),
  'a sweep that deletes with its execution role, for no owner': ofSweep('own tools only'),
  'a sweep that reads any owner’s notes': ofSweep('names of its owner only'),
  'a sweep that reads the contents of notes': ofSweep('names of its owner only'),
  'a sweep that names an attribute and gets all of them': ofSweep('names of its owner only'),
  'a sweep’s role that another function can take': stays(
    'own function only',
    'no policy lets anybody else assume roles',
  ),
  'a sweep that every rule in the world may start': unsent('own schedule only', 'no lambda'),
  // Then its roles belong to no function.
  'a sweep that is never started': unsent('no role besides', 'nobody here is lambda'),
  'an hourly sweep, which takes its marks for those of the day before': settings,
  'a page’s bucket that may be made public': settings,
  'a page’s bucket that every distribution in the world may read': ofBucket,
  'a page’s bucket that the account’s other distributions may read': ofBucket,
  'a page’s bucket for everybody who knows its URL': ofBucket,
  'a page that can be written through CloudFront': ofBucket,
  'a page’s bucket without TLS': ofBucket,
  'missing files that look like forbidden ones': { refusesWhatItIsFor: 'own distribution only' },
  'an origin that CloudFront asks without a signature': distribution,
  'an origin that CloudFront asks with the viewer’s signature': distribution,
  'a page over HTTP': distribution,
  'a page that may be deleted': distribution,
  'a page that is cached while it changes': distribution,
  'a configuration that is cached like an asset': distribution,
  'a page in place of a missing script': distribution,
  'assets without headers': distribution,
  'a custom domain with the oldest TLS': distribution,
  'a second distribution': distribution,
  'scripts in the page’s text': contents,
  'a script in the document that the policies do not name': contents,
  'a page that anybody may frame': contents,
  'a page that may call anybody': contents,
  'a page that may call every API of the region': contents,
  'a page without a policy of its own': contents,
  'a policy that comes after what it governs': contents,
  'a policy that a file’s own header overrides': contents,
  'HTTPS that browsers may forget at once': contents,
  'the table’s name in the page’s configuration': contents,
  'a secret in the page’s configuration': contents,
  'a page that uses another API': contents,
  'an asset cached for a year under a name that stays': contents,
  'a page among the files of users': contents,
  'a page that another function can write': ofPage('own tools only'),
  'a page that users can write': ofPage('five routes and own files only'),
  'a writer of the page that opens its bucket': ofPage('own tools only'),
  'a writer of buckets whose names begin with the page’s': ofPage('own tools only'),
  'a role for writing the page that anybody in the account may assume': ofPage('Lambda only'),
  'a page whose origin the API does not allow': settings,
  'files that any page may reach as this page does': settings,
  'a filter that finds no line': watching,
  'a filter that counts under a name that the alarm does not read': watching,
  'an alarm below its threshold': watching,
  'an alarm over five seconds instead of five minutes': watching,
  'an alarm in seconds on a metric in milliseconds': watching,
  'an alarm that notifies nobody': watching,
  'an alarm on the 5xx of another API': watching,
  'a topic that takes alarms of any account': unsent('own alarms only', 'no sns'),
  'logs that are kept for only a day': watching,
};
