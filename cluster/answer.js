// Reads what `curl -i` prints, and says in a line who answered. An answer is good, with exit code 0, if it came through the
// mesh and is below 500. For a URL that was asked for by name, it must not be 404 of the ingress gateway itself, either.
// node cluster/answer.js [URL]
const { readFileSync } = require('node:fs');

const text = readFileSync(0, 'utf8');
const [head = '', ...parts] = text.split(/\r?\n\r?\n/);
const body = parts.join('\n\n').trim();
const code = Number(/^HTTP\S* (\d+)/.exec(head)?.[1]);
const header = (name) => new RegExp(`^${name}: *(.*?)\r?$`, 'im').exec(head)?.[1];

/** What echo says of itself, if it is echo that answered. */
function echo() {
  try {
    const { os, headers } = JSON.parse(body);
    return { pod: os.hostname, isMutualTls: Boolean(headers['x-forwarded-client-cert']) };
  } catch {
    return undefined;
  }
}

/** Only the gateway's own answers lack this header. */
const isOfGateway = header('x-envoy-upstream-service-time') === undefined;

function who() {
  const answerer = echo();
  if (answerer?.pod) {
    const rest = answerer.isMutualTls
      ? ' and, by mutual TLS, its sidecar'
      : ', without mutual TLS: does the pod have a sidecar?';
    return `pod ${answerer.pod} through the ingress gateway${rest}`;
  }
  if (!isOfGateway) return 'a workload through the ingress gateway';
  return code === 404
    ? 'the ingress gateway itself: no route takes /; --url requests another'
    : 'the ingress gateway itself';
}

/** Why the answer is not good; undefined if it is. */
function fault() {
  if (!code) return `no answer: ${text.trim()}`;
  if (header('server') !== 'istio-envoy') {
    return `HTTP ${code}, but not through the mesh, which sends the header "server: istio-envoy"`;
  }
  if (code >= 500) return `HTTP ${code}: ${body.replace(/\s+/g, ' ').slice(0, 80)}`;
  if (code === 404 && isOfGateway && process.argv[2])
    return 'HTTP 404 by the ingress gateway itself: no route takes it';
  return undefined;
}

console.log(fault() ?? `answered with HTTP ${code} by ${who()}`);
process.exitCode = fault() ? 1 : 0;
