import { readYaml } from '../../lib/manifests/read-yaml';
import {
  describeOutcome,
  type Hop,
  MeshModel,
  type MeshModelOptions,
  type Trace,
  type TraceRequest,
  trace,
} from '../../lib/routing';

/** The model of YAML text. */
export function mesh(yaml: string, options: MeshModelOptions = {}): MeshModel {
  const { manifests, problems } = readYaml(yaml, 'scene.yaml');
  if (problems.length > 0) {
    throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  }
  return MeshModel.fromManifests(manifests, options);
}

/** What the client gets, in short: `reviews:9080`, `404 NR`, `301 https://a/`, with shares where there are several. */
export function outcome(model: MeshModel, request: string | TraceRequest): string {
  return outcomesOf(trace(model, typeof request === 'string' ? { url: request } : request));
}

export function outcomesOf({ outcomes }: Trace): string {
  return outcomes
    .map((one) => {
      const share = one.probability === 1 ? '' : `${Number((one.probability * 100).toFixed(4))}% `;
      return `${share}${short(one)}`;
    })
    .join(', ');
}

function short(one: Trace['outcomes'][number]): string {
  switch (one.is) {
    case 'delivered':
      return one.endpoints
        .map(({ workload, address, port }) => `${workload?.name ?? address}:${port}`)
        .join('+');
    case 'redirected':
      return `${one.status} ${one.location}`;
    case 'responded':
      return `${one.status} ${one.by}`;
    case 'failed':
      return `${one.status} ${one.flag ?? ''}`.trim();
    case 'denied':
      return `${one.status ?? 'closed'} ${one.policy?.name ?? 'no policy'} at ${one.at.name}`;
    case 'passed through':
      return describeOutcome({ ...one, probability: 1 });
    case 'unmodelled':
      return `unmodelled ${one.object?.name ?? ''}`.trim();
    default:
      return one.is;
  }
}

/** The first hop of a kind on the way. */
export function hop<Kind extends Hop['hop']>(
  model: MeshModel,
  request: string | TraceRequest,
  kind: Kind,
): Extract<Hop, { hop: Kind }> | undefined {
  const { hops } = trace(model, typeof request === 'string' ? { url: request } : request);
  const all = hops.flatMap((one) =>
    one.hop === 'destinations' ? [one, ...one.branches.flatMap((branch) => branch.hops)] : [one],
  );
  return all.find((one): one is Extract<Hop, { hop: Kind }> => one.hop === kind);
}
