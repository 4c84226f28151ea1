import { styleText } from 'node:util';
import { readMeshConfig } from '../istiod/mesh-config-file';
import { describeProblem, noFilesIn, readFiles } from '../manifests/files';
import { describeRequest, describeTrace, MeshModel, type Trace, type TraceRequest, trace } from '../routing';
import { hostPorts } from './host-ports';
import type { Output } from './output';
import { REQUEST_OPTIONS, requestFrom } from './request-options';
import { attempt, choice, parse, UsageError } from './usage';

const USAGE = `usage: cdk8s-istio trace [OPTION]... URL

Where does this request go? The way of a request through these manifests and Istio's default profile, hop by hop,
and what the client gets. Where the current folder has a cluster/k3d.yaml, its ports of this machine lead to those of
the ingress gateway. A URL may begin with https, http, tls or tcp.

  -X, --request METHOD       the method (GET)
  -H, --header 'NAME: VALUE' a header; may be repeated. "Host" takes the place of the host in the URL
      --from SOURCE          gateway, gateway:NAMESPACE/WORKLOAD, or mesh:NAMESPACE/WORKLOAD for what a pod of the
                             mesh sends (gateway, which is istio-ingressgateway)
      --jwt-claim NAME=VALUE a claim of the token that the request carries, which is never verified; as text or JSON.
                             May be repeated, for further values of a claim too
      --client-ip ADDRESS    where the request comes from
      --sni NAME             the name in the TLS handshake (the host of the URL)
      --client-certificate   the client shows a certificate that the gateway accepts
      --manifests PATH       a YAML file, a folder with all its YAML files, or - for standard input; may be repeated
                             (dist)
      --mesh-config FILE     the MeshConfig of the mesh, as YAML (what istioctl install leaves)
      --output text|json     how to print the way (text)

exit status: 0 when there is an answer, whatever it says, 2 when the call is wrong or a file is no YAML`;

const OPTIONS = {
  ...REQUEST_OPTIONS,
  manifests: { type: 'string', multiple: true, default: ['dist'] as string[] },
  'mesh-config': { type: 'string' },
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
  const request = requestFrom(theUrl(positionals), values);
  const meshConfig = values['mesh-config'];
  const options = {
    hostPorts: attempt(() => hostPorts()),
    ...(meshConfig === undefined ? {} : { mesh: attempt(() => readMeshConfig(meshConfig)) }),
  };
  const { files, manifests, problems } = attempt(() => readFiles(values.manifests));
  if (files === 0) {
    throw new UsageError(noFilesIn(values.manifests));
  }
  if (problems.length > 0) {
    for (const problem of problems) {
      output.complain(describeProblem(problem));
    }
    return 2;
  }
  const model = MeshModel.fromManifests(manifests, options);
  const way = attempt(() => trace(model, request));
  for (const { object, because } of model.problems) {
    output.complain(`Warning: ${object.kind} ${object.namespace}/${object.name} does not count: ${because}`);
  }
  output.print(
    format === 'json'
      ? JSON.stringify({ request, ...way }, undefined, 2)
      : asText(request, way, output.isColoured),
  );
  return 0;
}

function theUrl([url, second]: readonly string[]): string {
  if (url === undefined) {
    throw new UsageError('a URL is missing', USAGE);
  }
  if (second !== undefined) {
    throw new UsageError(`one URL is traced at a time, and "${second}" is a second one`);
  }
  return url;
}

function asText(request: TraceRequest, way: Trace, isColoured: boolean): string {
  const lines = describeTrace(way).map((line) =>
    isColoured && line.startsWith('=>') ? styleText('bold', line) : line,
  );
  return [describeRequest(request), ...lines].join('\n');
}
