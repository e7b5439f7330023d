import type { ClockWrong } from '../clock.ts';
import type { CognitoBusy } from '../cognito-rules.ts';
import type { NetworkFinding } from '../network.ts';
import type { PoolsFinding } from '../pools.ts';
import { adviseUnavailable, type Rows, setUp, toSentence } from './rows.ts';

const start =
  'Is the stack running? Start it in another terminal: npm start. It writes its ports to .local/outputs.json.';
const proxyInBetween =
  'Check whether a proxy, a VPN or a network with a sign-in of its own (a captive portal) stands in between: ' +
  'open the address in a browser.';
const status = 'See https://health.aws.amazon.com/health/status for the region, and try again in a minute.';

/** Some networks can be left only through a proxy; Node's `fetch` uses the environment's proxies only if told to. */
const adviseOnProxies = (proxies: readonly string[]): readonly string[] =>
  proxies.length === 0 ? [] : [`${proxies.join(' and ')} is set, but not used: try NODE_USE_ENV_PROXY=1.`];

export const networkAdvice: Rows<
  NetworkFinding['kind'] | PoolsFinding['kind'] | CognitoBusy['kind'] | ClockWrong['kind']
> = {
  ConnectionRefused: ({ host }, local) =>
    adviseUnavailable(
      `Nobody listens at ${host}.`,
      ...(local ? [start] : ['Check that the address is right, and that no firewall refuses connections.']),
    ),
  NameUnknown: ({ host, code, proxies }) =>
    adviseUnavailable(
      `There is no host with the name in ${host}, or no name server to ask (${code}).`,
      'If other sites can be reached, the address is wrong, or its deployment has been deleted: ' +
        'write the outputs again.',
      'If none can, this machine is offline, or its DNS does not work.',
      ...adviseOnProxies(proxies),
    ),
  TlsFailed: ({ host, code, reason }, local) =>
    adviseUnavailable(`No secure connection to ${host}: ${reason} (${code}).`, ...adviseOnTls(code, local)),
  ConnectionLost: ({ host, code }) =>
    adviseUnavailable(
      `The connection to ${host} was closed before the answer came (${code}).`,
      'Try again.',
      proxyInBetween,
    ),
  Unreachable: ({ host, code, proxies }) =>
    adviseUnavailable(
      `${host} cannot be reached (${code}).`,
      'Check that this machine is online.',
      ...adviseOnProxies(proxies),
    ),
  NoAnswer: ({ host, seconds, proxies }) =>
    adviseUnavailable(
      `${host} has not answered within ${seconds} seconds.`,
      'Try again; if that does not help, a firewall may be dropping what is sent.',
      ...adviseOnProxies(proxies),
    ),
  Redirected: ({ host, status, to }) =>
    adviseUnavailable(
      `${host} redirects to ${to} (${status}). Redirects are not followed.`,
      proxyInBetween,
      'If the API has moved, write the outputs again.',
    ),
  NotTheService: ({ host, status, contentType }) =>
    adviseUnavailable(
      `What answers at ${host} is something else: status ${status}, content type ${contentType}.`,
      proxyInBetween,
      'Check that the address in the outputs is right.',
    ),
  NotSendable: ({ reason }) =>
    setUp(`The request could not be made: ${toSentence(reason)}`, 'Check the addresses in the outputs.'),
  UserPoolUnknown: ({ userPoolId, host, status }, local) =>
    setUp(
      `There is no user pool ${userPoolId} at ${host} (${status}).`,
      local
        ? 'The outputs may be from an earlier .local/ folder: restart the stack, or name its outputs with --outputs.'
        : 'Compare UserPoolId with the console, or write the outputs again: npm run deploy.',
    ),
  ServiceFailing: ({ host, status: answered }, local) =>
    adviseUnavailable(
      `${host} answers with ${answered}: it fails, or something in front of it does.`,
      ...(local ? ['Look at the terminal of npm start.'] : [status]),
      proxyInBetween,
    ),
  CognitoBusy: ({ host, type, requestId }) =>
    adviseUnavailable(
      `${host} refuses for now: ${type}${requestId === undefined ? '' : ` (request ${requestId})`}.`,
      'Try again in a minute. docs/operations.md has the quotas.',
    ),
  ClockWrong: ({ minutes, here, there, host }) =>
    setUp(
      `This machine's clock is ${Math.abs(minutes)} minutes ${minutes > 0 ? 'ahead' : 'behind'}: ${here} ` +
        `here, ${there} at ${host}. A signature may be 5 minutes off. ` +
        'The notes command corrects itself from such answers; ' +
        'the AWS CLI, SDKs and pages may not, and tokens seem to expire at other times.',
      'Set the clock from the network: timedatectl set-ntp true (Linux), sudo sntp -sS time.apple.com (macOS), ' +
        'w32tm /resync (Windows). In a virtual machine or WSL that slept, the clock is wrong until a restart.',
    ),
};

/** Returns advice by the error codes of OpenSSL [Node.js, "TLS", "X509 certificate error codes"]. */
const adviseOnTls = (code: string, local: boolean): readonly string[] => {
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return [
      'Check this machine’s clock first: if it is wrong, valid certificates seem to be expired or not yet valid.',
      proxyInBetween,
    ];
  if (/ALTNAME|HOSTNAME/.test(code))
    return ['The certificate is another host’s: check the address in the outputs.', proxyInBetween];
  if (/SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/.test(code))
    return [
      'If a proxy of your organization decrypts TLS, make Node trust it: NODE_EXTRA_CA_CERTS=ITS-ROOT.pem. ' +
        'Do not turn verification off.',
      proxyInBetween,
    ];
  if (local) return ['A stack on this machine speaks HTTP: write http:// in the outputs, or restart it.'];
  return ['Check that the address is right: HTTPS to a port that speaks HTTP fails in this way.', proxyInBetween];
};
