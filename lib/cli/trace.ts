import { styleText } from 'node:util';
import { describeRequest, describeTrace, type Trace, type TraceRequest, trace } from '../routing';
import { describeTold } from '../surroundings';
import { CONTEXT_OPTION, MESH_OPTIONS, meshUsage, SERVER_OPTION, serverUsage } from './mesh-options';
import type { Output } from './output';
import { refusedObjects } from './refused-objects';
import { REQUEST_OPTIONS, readMesh, requestFrom } from './traced-requests';
import { attempt, choice, parse, UsageError } from './usage';

const USAGE = `usage: cdk8s-istio trace [OPTION]... URL [PATH]...

Where does this request go? Prints the way of a request through the manifests and Istio's default profile, hop by
hop, and the answer that the client gets. The URL begins with http, https, tls or tcp. A PATH is a YAML or JSON file, a
folder with its subfolders, or - for standard input (dist). If the current folder has a file cluster/k3d.yaml, the ports
of this machine in that file lead to the ingress gateway.

  -X, --request METHOD       the method (GET)
  -H, --header 'NAME: VALUE' a header; may be repeated. "Host" replaces the host of the URL
      --from SOURCE          the sender: gateway, gateway:NAMESPACE/WORKLOAD, or mesh:NAMESPACE/WORKLOAD for a pod of
                             the mesh (gateway, which stands for istio-ingressgateway)
      --jwt-claim NAME=VALUE a claim of the request's token, as text or JSON. The token counts as valid. May be
                             repeated, also with the same name for a claim with several values
      --client-ip ADDRESS    the address of the client
      --sni NAME             the server name in the TLS handshake (the host of the URL)
      --client-certificate   the client has a certificate that the gateway accepts
      --manifests PATH       the same as PATH after the URL; may be repeated
${meshUsage('objects that exist elsewhere')}
${serverUsage()}
      --output text|json     the format of the way (text)

exit status: 0 if the trace has an answer, whatever it is, 2 if the call is wrong or a file is not YAML`;

const OPTIONS = {
  ...REQUEST_OPTIONS,
  manifests: { type: 'string', multiple: true, default: [] as string[] },
  ...MESH_OPTIONS,
  ...CONTEXT_OPTION,
  ...SERVER_OPTION,
  output: { type: 'string', default: 'text' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `cdk8s-istio trace`: prints the way of a request. */
export function runTrace(args: readonly string[], output: Output): number {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS }, USAGE);
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  const format = choice('--output', values.output, ['text', 'json']);
  const { url, paths } = parted(positionals);
  const request = requestFrom(url, values);
  const mesh = readMesh(values, [...values.manifests, ...paths], output);
  if (!mesh) {
    return 2;
  }
  const { model, manifests, around } = mesh;
  const way = attempt(() => trace(model, request));
  for (const { object, because } of model.problems) {
    output.complain(`Warning: ${object.kind} ${object.namespace}/${object.name} does not count: ${because}`);
  }
  const refused = refusedObjects(way, manifests, around.options.istio);
  for (const { object, because } of refused) {
    output.complain(
      `Warning: the API server would refuse ${object.kind} ${object.namespace}/${object.name}: ${because}`,
    );
  }
  output.print(
    format === 'json'
      ? JSON.stringify({ request, ...way, ...(refused.length > 0 ? { refused } : {}) }, undefined, 2)
      : [...asText(request, way, output.isColoured), ...describeTold(around.told)].join('\n'),
  );
  return 0;
}

/** The URL, which most people write first, and the paths. */
function parted(positionals: readonly string[]): { readonly url: string; readonly paths: readonly string[] } {
  const [written, second] = positionals.filter((text) => text.includes('://'));
  if (second !== undefined) {
    throw new UsageError(`one URL is traced at a time, and "${second}" is a second one`);
  }
  const url = written ?? positionals[0];
  if (url === undefined) {
    throw new UsageError('a URL is missing', USAGE);
  }
  return { url, paths: positionals.filter((text) => text !== url) };
}

function asText(request: TraceRequest, way: Trace, isColoured: boolean): string[] {
  const lines = describeTrace(way).map((line) =>
    isColoured && line.startsWith('=>') ? styleText('bold', line) : line,
  );
  return [describeRequest(request), ...lines];
}
