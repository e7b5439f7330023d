import type { ConsoleFaults } from './fault.ts';

const shown = 'infra/local/trace/redact.ts';
const pools = 'infra/local/trace/pool-step.ts';

const signed = 'the session token and the signature of a signed request are not shown';
const presigned = 'the session token and the signature of a presigned URL are not shown, for the API or a file';
const tokens = 'a token of the user pool is shown in no header, query, body or item';
const cookies = 'cookies are not shown, neither in the request nor in the event of its function';
const tried = 'no token and no whole signature is shown of what the request builder sends';

/** Faults by which the console would tell something secret, named for what that is. */
export const tellingFaults: ConsoleFaults = {
  'the session token in a header': {
    file: shown,
    swaps: [['secretHeaders.has(lower)', "(lower !== 'x-amz-security-token' && secretHeaders.has(lower))"]],
    breaks: signed,
  },
  'a cookie in a header': {
    file: shown,
    swaps: [['secretHeaders.has(lower)', "(lower !== 'cookie' && secretHeaders.has(lower))"]],
    breaks: cookies,
  },
  'the signature in a header': {
    file: shown,
    swaps: [['before + shortSignature(signature)', 'before + signature']],
    breaks: signed,
  },
  'an Authorization header of another form': {
    file: shown,
    swaps: [['before === undefined', 'false']],
    breaks: 'the content of an Authorization header of another form is not shown',
  },
  'a canonical request in full': {
    file: shown,
    swaps: [['index < 2', 'true']],
    breaks: signed,
  },
  'the query of a canonical request': {
    file: shown,
    swaps: [['redactQuery(line)', 'line']],
    breaks: presigned,
  },
  'the session token in a query': {
    file: shown,
    swaps: [['uriDecode(name).toLowerCase()', "uriDecode(name).toLowerCase().replace('security-token', '')"]],
    breaks: presigned,
  },
  'the signature in a query': {
    file: shown,
    swaps: [['shortSignature(value)', 'value']],
    breaks: presigned,
  },
  'the query of a row': {
    file: shown,
    swaps: [['redactQuery(query)', 'query']],
    breaks: presigned,
  },
  'the query of a request': {
    file: 'infra/local/trace/traces.ts',
    swaps: [['redactQuery(query)', 'query']],
    breaks: presigned,
  },
  'the headers of an event': {
    file: shown,
    swaps: [["name === 'headers'", 'false']],
    breaks: signed,
  },
  'the query of an event': {
    file: shown,
    swaps: [["name === 'rawQueryString'", 'false']],
    breaks: presigned,
  },
  'the parameters of an event': {
    file: shown,
    swaps: [["name === 'queryStringParameters'", 'false']],
    breaks: presigned,
  },
  'the cookies of an event': {
    file: shown,
    swaps: [["name === 'cookies'", 'false']],
    breaks: cookies,
  },
  'a token in a header of any name': {
    file: shown,
    swaps: [['withoutTokens(value)', 'value']],
    breaks: tokens,
  },
  'a token in a query': {
    file: shown,
    swaps: [['withoutTokens(pair)', 'pair']],
    breaks: tokens,
  },
  'a token in a body': {
    file: shown,
    swaps: [['withoutTokens(text.slice(0, mostKept))', 'text.slice(0, mostKept)']],
    breaks: tokens,
  },
  'a token in an item': {
    file: shown,
    swaps: [['shownString(each)', 'each']],
    breaks: tokens,
  },
  'a long body in full': {
    file: shown,
    swaps: [['withoutTokens(text.slice(0, mostKept))', 'String(bytes)']],
    breaks: 'no more than the first 8,192 characters of a long body are kept',
  },
  'what the request builder sent, in full': {
    file: 'infra/local/try/send-as.ts',
    swaps: [['redactHeader(name, value)', 'value']],
    breaks: tried,
  },
  'the parameters of a sign-in': {
    file: pools,
    swaps: [
      [
        'selectTexts({ AuthFlow, ChallengeName })',
        'selectTexts({ AuthFlow, ChallengeName, ...Object(AuthParameters) })',
      ],
    ],
    breaks: 'no password is shown, chosen or typed, right or wrong, and no proof of one',
  },
  'every parameter of an operation of the pools': {
    file: pools,
    swaps: [['selectTexts({ AuthFlow, ChallengeName })', 'selectTexts({ AuthFlow, ChallengeName, ...parameters })']],
    breaks: 'a code is not shown when its user sends it back',
  },
  'the tokens that a pool issued': {
    file: pools,
    swaps: [["'The user pool gave tokens, signed by it.'", "'The user pool gave tokens ' + JSON.stringify(tokens)"]],
    breaks: 'the tokens of a sign-in are not shown when they are issued, used or renewed',
  },
  'the secret key beside the access key': {
    file: pools,
    swaps: [['String(credentials.AccessKeyId)', 'JSON.stringify(credentials)']],
    breaks: 'only the access key id of temporary credentials is shown',
  },
  'whatever else a pool answered': {
    file: pools,
    swaps: [["'Done.'", 'JSON.stringify(result)']],
    breaks: 'the secret of an authenticator app is not shown',
  },
  'users as they are stored': {
    file: 'infra/local/console/data/shown-users.ts',
    swaps: [['(await users.all())', '(await users.all()).map((user) => ({ ...user, email: JSON.stringify(user) }))']],
    breaks: 'what the console shows of users and their data has no verifier, token or key',
  },
};
