import { parseRequest, type TraceRequest } from '../routing';
import { drawMesh, type MermaidDrawing } from '../view/drawing/draw';
import { CONTEXT_OPTION, MESH_OPTIONS, meshUsage, SERVER_OPTION, serverUsage } from './mesh-options';
import type { Output } from './output';
import { REQUEST_OPTIONS, readMesh, requestFrom } from './traced-requests';
import { attempt, choice, parse } from './usage';

const USAGE = `usage: cdk8s-istio draw [OPTION]... [PATH]...

Draws the mesh as a flowchart in the language of Mermaid, which GitHub, GitLab and many editors show as a picture: who
comes in by which Gateway, host and route, where that leads, how it is encrypted, and what is guarded by policies. A
PATH is a YAML or JSON file, a folder with its subfolders, or - for standard input (dist). If the current folder has a
file cluster/k3d.yaml, the ports of this machine in that file lead to the ingress gateway.

      --request REQUEST      draw the way of this request only: a URL as for "trace", perhaps after a method, such as
                             "POST http://shop.example.com/cart"; may be repeated
  -H, --header 'NAME: VALUE' a header of the requests; may be repeated
      --from SOURCE          the sender: gateway, gateway:NAMESPACE/WORKLOAD, or mesh:NAMESPACE/WORKLOAD (gateway)
      --jwt-claim NAME=VALUE a claim of the token of the requests; may be repeated
      --client-ip ADDRESS    the address of the client
      --sni NAME             the server name in the TLS handshake (the host of the URL)
      --client-certificate   the client has a certificate that the gateway accepts
${meshUsage('objects that exist elsewhere')}
${serverUsage()}
      --output FORMAT        mermaid, or markdown with the fences around it and a sentence on what is left out (mermaid)

GitHub does not draw more than 500 edges. A drawing of a large mesh shows fewer nodes, each of which stands for several.

exit status: 0, or 2 if the call is wrong or a file is not YAML`;

const { request: _, ...HOW_REQUESTS_ARE } = REQUEST_OPTIONS;

const OPTIONS = {
  ...HOW_REQUESTS_ARE,
  request: { type: 'string', multiple: true, default: [] as string[] },
  ...MESH_OPTIONS,
  ...CONTEXT_OPTION,
  ...SERVER_OPTION,
  output: { type: 'string', default: 'mermaid' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `cdk8s-istio draw`: prints a drawing of a mesh. */
export function runDraw(args: readonly string[], output: Output): number {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS }, USAGE);
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  const format = choice('--output', values.output, ['mermaid', 'markdown']);
  const { request: written, ...how } = values;
  const requests = written.map((text): TraceRequest => {
    const { url, method } = attempt(() => parseRequest(text));
    return requestFrom(url, { ...how, ...(method === undefined ? {} : { request: method }) });
  });
  const mesh = readMesh(values, positionals, output);
  if (!mesh) {
    return 2;
  }
  const drawing = attempt(() => drawMesh(mesh.model, requests));
  if (format === 'markdown') {
    output.print(markdownOf(drawing));
    return 0;
  }
  const sentence = leftOutSentence(drawing);
  if (sentence !== undefined) {
    output.complain(sentence);
  }
  output.print(drawing.text);
  return 0;
}

function markdownOf(drawing: MermaidDrawing): string {
  const sentence = leftOutSentence(drawing);
  const fenced = `\`\`\`mermaid\n${drawing.text}\n\`\`\``;
  return sentence === undefined ? fenced : `${fenced}\n\n${sentence}`;
}

function leftOutSentence({ leftOut }: MermaidDrawing): string | undefined {
  return leftOut.length > 0 ? `The drawing leaves out ${leftOut.join(', and ')}.` : undefined;
}
