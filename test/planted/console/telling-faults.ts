import type { ConsoleFaults } from './fault.ts';

const shown = 'infra/local/trace/redact.ts';
const pools = 'infra/local/trace/pool-step.ts';

const signed = 'the session token and the signature of a signed request are not shown';
const presigned = 'neither are those of a presigned address, of the API or of a file';
const tokens = 'a token of the user pool is shown in no header, query, body or item';
const cookies = 'cookies are not shown, nor are they of what a function is given';
const tried = 'of what the request builder signs and sends, no token and no whole signature is shown';

/** Something secret that the console would tell. */
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
  'an Authorization of another form': {
    file: shown,
    swaps: [['before === undefined', 'false']],
    breaks: 'what is in Authorization in another form is not shown',
  },
  'a canonical request as it is': {
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
  'headers of an event': {
    file: shown,
    swaps: [["name === 'headers'", 'false']],
    breaks: signed,
  },
  'the query of an event': {
    file: shown,
    swaps: [["name === 'rawQueryString'", 'false']],
    breaks: presigned,
  },
  'parameters of an event': {
    file: shown,
    swaps: [["name === 'queryStringParameters'", 'false']],
    breaks: presigned,
  },
  'cookies of an event': {
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
  'a body as long as it is': {
    file: shown,
    swaps: [['withoutTokens(text.slice(0, mostKept))', 'String(bytes)']],
    breaks: 'of a long body no more than its beginning is kept: 8,192 characters',
  },
  'what the request builder sent, as it was sent': {
    file: 'infra/local/try/send-as.ts',
    swaps: [['redactHeader(name, value)', 'value']],
    breaks: tried,
  },
  'parameters of a sign-in': {
    file: pools,
    swaps: [
      [
        'selectTexts({ AuthFlow, ChallengeName })',
        'selectTexts({ AuthFlow, ChallengeName, ...Object(AuthParameters) })',
      ],
    ],
    breaks:
      'a password is shown neither where it is chosen nor where it is typed, right or wrong, nor is a proof of it',
  },
  'every parameter of an operation of the pools': {
    file: pools,
    swaps: [['selectTexts({ AuthFlow, ChallengeName })', 'selectTexts({ AuthFlow, ChallengeName, ...parameters })']],
    breaks: 'a code is not shown where it comes back',
  },
  'tokens that a pool gave': {
    file: pools,
    swaps: [["'The user pool gave tokens, signed by it.'", "'The user pool gave tokens ' + JSON.stringify(tokens)"]],
    breaks: 'the tokens of a sign-in are not shown, nor when they are used or renewed',
  },
  'the secret key beside the access key': {
    file: pools,
    swaps: [['String(credentials.AccessKeyId)', 'JSON.stringify(credentials)']],
    breaks: 'of temporary credentials, the access key alone is shown',
  },
  'whatever else a pool answered': {
    file: pools,
    swaps: [["'Done.'", 'JSON.stringify(result)']],
    breaks: 'the secret of an authenticator app is not shown',
  },
  'users as they are kept': {
    file: 'infra/local/console/data/shown-users.ts',
    swaps: [['(await users.all())', '(await users.all()).map((user) => ({ ...user, email: JSON.stringify(user) }))']],
    breaks: 'what the console tells of users and their data has no verifier, token or key',
  },
};
