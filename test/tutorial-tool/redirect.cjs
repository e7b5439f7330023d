/**
 * Preloaded into the tutorial's command (`node --require`): sends its HTTPS calls to Cognito's hosts to the endpoint in
 * COGNITO_ENDPOINT. The command itself has no such setting, and stays as it was published.
 */
const http = require('node:http');
const https = require('node:https');

const hosts = ['cognito-idp.us-east-1.amazonaws.com', 'cognito-identity.us-east-1.amazonaws.com'];
const endpoint = new URL(process.env.COGNITO_ENDPOINT);

const { request } = https;
https.request = (...args) => {
  const [first, ...rest] = args;
  const { host, hostname } = first instanceof URL || typeof first === 'object' ? first : new URL(first);
  if (!hosts.includes(hostname || host)) return request(...args);
  const target = {
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    host: endpoint.hostname,
    port: endpoint.port,
  };
  return http.request({ ...plain(first), ...target, agent: undefined }, ...rest);
};

const { fetch } = globalThis;
globalThis.fetch = (resource, options) => {
  const url = new URL(resource);
  return fetch(hosts.includes(url.hostname) ? new URL(url.pathname, endpoint) : resource, options);
};

/** Returns the options of a request, whichever way they were given. */
function plain(options) {
  if (typeof options === 'string' || options instanceof URL) {
    const { pathname, search } = new URL(options);
    return { path: `${pathname}${search}` };
  }
  return options;
}
