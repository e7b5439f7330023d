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

const watching = none('it is about what watches the requests, and no policy');
const keeping = none('it is about what outlives the stack, and no policy');
const settings = none('it is about what a function is given, and no policy');
const pool = none('it is about the pool’s settings, and no policy');
/** The local stack serves the page itself. */
const ofPage = (falsifies: TheoremName): Expected => unsent(falsifies, 'the page is not on one machine');
const ofBucket = ofPage('own distribution only');
const distribution = none('it is about what CloudFront does, and no policy');
const contents = none('it is about what browsers are told, and no policy of IAM');

/** By the breakage's name. */
export const falsifiedBy: Readonly<Record<string, Expected>> = {
  'a data role without conditions': lets('own items only', 'ValidationException'),
  'a data role for any key': lets('own items only'),
  'ForAnyValue, which lets mixed keys through': unsent('own items only', 'a GetItem has one key'),
  'no demand that there be a key': lets('own items only', 'ValidationException'),
  'keys that begin like the owner': lets('own items only'),
  'keys of another tag': stays('own items only', 'a session with another tag is not begun'),
  'every action of DynamoDB': lets('own action only'),
  'a Scan': lets('own items only'),
  'every table': lets('own action only', 'ResourceNotFoundException'),
  'an action on anything': lets('own action only', 'ResourceNotFoundException'),
  'two functions that share a data role': { refusesWhatItIsFor: 'own items only' },
  'trust in the whole account': stays('own function only', 'no policy lets anybody else take roles'),
  'trust in anybody': lets('own function only'),
  'trust in another function too': lets('own function only'),
  'an extra tag': lets('own function only'),
  'an owner that is empty': lets('own function only'),
  'no tag': lets('own function only'),
  'TagSession without conditions': stays('own function only', 'AssumeRole, which comes with it, still has them'),
  'an execution role that reaches the table by itself': lets('own tools only', 'ValidationException'),
  'an execution role that may take every role': stays('own tools only', 'no other role trusts it'),
  'an execution role for more than Lambda': stays('Lambda only', 'no policy lets anybody else take roles'),
  'a role for guests': pool,
  'unauthenticated identities': pool,
  'the classic flow': pool,
  'a role for users of every identity pool': unsent('signed-in users only', 'nobody here is cognito-identity'),
  'the users’ role for guests': unsent('signed-in users only', 'nobody here is cognito-identity'),
  'ForAllValues on amr, which nobody at all meets too': unsent(
    'signed-in users only',
    'nobody here is cognito-identity',
  ),
  'users who may call any API': unsent('five routes and own files only', 'no other API'),
  'users who may call every stage': unsent('five routes and own files only', 'no other API or stage'),
  'users with an action too many': lets('five routes and own files only', 'ValidationException'),
  'an open route': settings,
  'a route for everything else': settings,
  'a function that every route may invoke': unsent('own route only', 'no lambda'),
  'a function that every API in the world may invoke': unsent('own route only', 'no lambda'),
  'payload format 1.0': settings,
  'every page in the world': settings,
  'identities in the access log': watching,
  'passwords sent to the user pool': pool,
  'a function with an address of its own': settings,
  'a role that belongs to nothing': unsent('no role besides', 'nobody here is lambda'),
  'a managed policy': { notUnderstood: /managed policies/ },
  'a role that is tagged with an owner itself': unsent('no owner but the tag', 'there is no s3 for '),
  'a policy of the table’s own': { notUnderstood: /Statement is empty/ },
  'all actions but one': lets('own action only'),
  'a table by notes': { notUnderstood: /partition key and then a sort key/ },
  'identities that go with the stack': keeping,
  'a table that may be deleted': keeping,
  'a function that nobody listens to': watching,
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
  'a new address that counts unconfirmed': pool,
  'credentials for tokens that were signed out': pool,
  'files of everybody': lets('five routes and own files only', '200'),
  'files whose names begin like the identity': lets('five routes and own files only', '200'),
  'every action of S3 on one’s files': unsent('five routes and own files only', 'is no request'),
  'a list of the whole bucket': lets('five routes and own files only', '200'),
  'a list of whatever prefix, if any': lets('five routes and own files only', '200'),
  'a list by a prefix that begins like the identity': lets('five routes and own files only', '200'),
  'a bucket that may be made public': settings,
  'files for everybody who has the address': unsent('no door beside the roles', 'no s3'),
  'files without TLS': { notUnderstood: /Statement is empty/ },
  'a second bucket': { notUnderstood: /more than one bucket/ },
  'every page in the world at the files': settings,
  'files that go with the stack': keeping,
  'a sweep that may delete everybody’s files': ofSweep('names of its owner only'),
  'a sweep of owners whose names begin like another’s': ofSweep('names of its owner only'),
  'a sweep that may read files': ofSweep('names of its owner only'),
  'a sweep that lists everybody’s files': ofSweep('names of its owner only'),
  'a sweep that sees files where it sees who has some': ofSweep('own tools only'),
  'a sweep that deletes by itself, for no owner': ofSweep('own tools only'),
  'a sweep of anybody’s notes': ofSweep('names of its owner only'),
  'a sweep that reads what is in notes': ofSweep('names of its owner only'),
  'a sweep that names an attribute and is given all': ofSweep('names of its owner only'),
  'a sweep’s role that another function takes': stays('own function only', 'no policy lets anybody else take roles'),
  'a sweep that every rule in the world may start': unsent('own schedule only', 'no lambda'),
  // Then its roles belong to no function.
  'a sweep that is never started': unsent('no role besides', 'nobody here is lambda'),
  'a sweep every hour, which takes its marks for those of a day before': settings,
  'a page’s bucket that may be made public': settings,
  'a page’s bucket that every distribution in the world may read': ofBucket,
  'a page’s bucket that the account’s other distributions may read': ofBucket,
  'a page’s bucket for everybody who has its address': ofBucket,
  'a page that is written through CloudFront': ofBucket,
  'a page’s bucket without TLS': ofBucket,
  'missing files that are told from forbidden ones by nobody': { refusesWhatItIsFor: 'own distribution only' },
  'an origin that CloudFront asks as nobody': distribution,
  'an origin that CloudFront asks as the viewer says': distribution,
  'a page by HTTP': distribution,
  'a page that may be deleted': distribution,
  'a page that is kept while it changes': distribution,
  'a configuration that is kept like an asset': distribution,
  'a page in place of a script that is missing': distribution,
  'assets without headers': distribution,
  'a domain of one’s own with the oldest TLS': distribution,
  'a second distribution': distribution,
  'scripts in the page’s text': contents,
  'a page in anybody’s frame': contents,
  'a page that calls anybody': contents,
  'a page that calls every API of the region': contents,
  'a page that says no policy': contents,
  'a policy that comes after what it is about': contents,
  'a policy that a file may have otherwise': contents,
  'HTTPS that may be left out again': contents,
  'the table’s name told to the page': contents,
  'a secret told to the page': contents,
  'a page of another API': contents,
  'an asset that is kept for a year by a name that stays': contents,
  'a page among the files of users': contents,
  'a page that another function writes': ofPage('own tools only'),
  'a page that users write': ofPage('five routes and own files only'),
  'a writer of the page that opens its bucket': ofPage('own tools only'),
  'a writer of buckets whose names begin like the page’s': ofPage('own tools only'),
  'a role that writes the page for whoever in the account': ofPage('Lambda only'),
  'a page that the API does not know': settings,
  'a page that anybody’s page may do as': settings,
  'a filter that finds no line': watching,
  'a filter that counts by another name than the alarm asks for': watching,
  'an alarm below its threshold': watching,
  'an alarm over five seconds for five minutes': watching,
  'an alarm of seconds where there are milliseconds': watching,
  'an alarm that is told to nobody': watching,
  'an alarm on the 5xx of another API': watching,
  'alarms of any account': unsent('own alarms only', 'no sns'),
  'logs that end after a day': watching,
};
