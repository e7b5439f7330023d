import type { ClockWrong } from '../clock.ts';
import type { CognitoBusy } from '../cognito-rules.ts';
import type { NetworkFinding } from '../network.ts';
import type { PoolsFinding } from '../pools.ts';
import { adviseUnavailable, type Rows, setUp, toSentence } from './rows.ts';

const start =
  'Is the stack running? Start it in another terminal: npm start. It writes its ports into .local/outputs.json.';
const proxyInBetween =
  'Look whether a proxy, a VPN or a network that wants a sign-in of its own (a captive portal) stands in between: open the address in a browser.';
const status = 'See https://health.aws.amazon.com/health/status for the region, and try again in a minute.';

/** Some networks can be left only through a proxy; Node's `fetch` uses the environment's proxies only if told to. */
const ofProxies = (proxies: readonly string[]): readonly string[] =>
  proxies.length === 0 ? [] : [`${proxies.join(' and ')} is set, and not used: try NODE_USE_ENV_PROXY=1.`];

export const networkAdvice: Rows<
  NetworkFinding['kind'] | PoolsFinding['kind'] | CognitoBusy['kind'] | ClockWrong['kind']
> = {
  ConnectionRefused: ({ host }, local) =>
    adviseUnavailable(
      `Nobody listens at ${host}.`,
      ...(local ? [start] : ['Look whether the address is right, and whether a firewall refuses connections.']),
    ),
  NameUnknown: ({ host, code, proxies }) =>
    adviseUnavailable(
      `There is no host of the name in ${host} (${code}), or no name server to ask.`,
      'If other sites can be reached, the address is wrong, or its deployment is gone: write the outputs anew.',
      'If none can, this machine is offline, or its DNS does not work.',
      ...ofProxies(proxies),
    ),
  TlsFailed: ({ host, code, reason }, local) =>
    adviseUnavailable(`No secure connection to ${host}: ${reason} (${code}).`, ...tlsTodo(code, local)),
  ConnectionLost: ({ host, code }) =>
    adviseUnavailable(
      `The connection to ${host} was broken off before the answer (${code}).`,
      'Try again.',
      proxyInBetween,
    ),
  Unreachable: ({ host, code, proxies }) =>
    adviseUnavailable(
      `${host} cannot be reached (${code}).`,
      'Look whether this machine is online.',
      ...ofProxies(proxies),
    ),
  NoAnswer: ({ host, seconds, proxies }) =>
    adviseUnavailable(
      `${host} has not answered within ${seconds} seconds.`,
      'Try again; if it stays so, a firewall may drop what is sent.',
      ...ofProxies(proxies),
    ),
  Redirected: ({ host, status, to }) =>
    adviseUnavailable(
      `${host} answers by leading elsewhere, to ${to} (${status}). Nothing is sent after it.`,
      proxyInBetween,
      'If the API has moved, write the outputs anew.',
    ),
  NotTheService: ({ host, status, contentType }) =>
    adviseUnavailable(
      `What answers at ${host} is not what should: status ${status}, content type ${contentType}.`,
      proxyInBetween,
      'Look whether the address in the outputs is right.',
    ),
  NotSendable: ({ reason }) =>
    setUp(`The request could not be made: ${toSentence(reason)}`, 'Look at the addresses in the outputs.'),
  UserPoolUnknown: ({ userPoolId, host, status }, local) =>
    setUp(
      `There is no user pool ${userPoolId} at ${host} (${status}).`,
      local
        ? 'The outputs may be of an earlier .local/ folder: start the stack anew, or name its outputs with --outputs.'
        : 'Compare UserPoolId with the console, or write the outputs anew: npm run deploy.',
    ),
  ServiceFailing: ({ host, status: answered }, local) =>
    adviseUnavailable(
      `${host} answers ${answered}: it fails, or what stands in front of it.`,
      ...(local ? ['Look at the terminal of npm start.'] : [status]),
      proxyInBetween,
    ),
  CognitoBusy: ({ host, type, requestId }) =>
    adviseUnavailable(
      `${host} does not do it now: ${type}${requestId === undefined ? '' : ` (request ${requestId})`}.`,
      'Try again in a minute. docs/operations.md has the quotas.',
    ),
  ClockWrong: ({ minutes, here, there, host }) =>
    setUp(
      `This machine's clock is ${Math.abs(minutes)} minutes ${minutes > 0 ? 'ahead' : 'behind'}: ${here} here, ${there} at ${host}. A signature may be 5 minutes off. The notes command corrects itself by such answers; the AWS CLI, SDKs and pages may not, and tokens seem to end at other times.`,
      'Set the clock by the network: timedatectl set-ntp true (Linux), sudo sntp -sS time.apple.com (macOS), w32tm /resync (Windows). Of a virtual machine or WSL that slept, it is wrong until it is started again.',
    ),
};

/** Returns advice by the error codes of OpenSSL [Node.js, "TLS", "X509 certificate error codes"]. */
const tlsTodo = (code: string, local: boolean): readonly string[] => {
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return [
      'Look at this machine’s clock first: by a wrong one, good certificates are of another time.',
      proxyInBetween,
    ];
  if (/ALTNAME|HOSTNAME/.test(code))
    return ['The certificate is another host’s: look at the address in the outputs.', proxyInBetween];
  if (/SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/.test(code))
    return [
      'If a proxy of your organization reads TLS, have Node trust it: NODE_EXTRA_CA_CERTS=ITS-ROOT.pem. Do not turn verification off.',
      proxyInBetween,
    ];
  if (local) return ['A stack on this machine speaks http: write http:// in the outputs, or start it anew.'];
  return ['Look whether the address is right: https at a port that speaks http fails so.', proxyInBetween];
};
