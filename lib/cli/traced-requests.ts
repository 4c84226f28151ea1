import type { Manifest } from '../manifests/manifest';
import { MeshModel, type Source, type TraceRequest } from '../routing';
import { claimsFrom, headersFrom } from '../routing/request/written-parts';
import { complainOf, complainOfReplaced, contentsAt, pathsFrom } from './manifests';
import { type Around, aroundFrom, contextFrom, meshOptionsFrom, serversFrom } from './mesh-options';
import type { Output } from './output';
import { hostPorts } from './playground-ports';
import { attempt } from './usage';

/** The options of `trace` that describe the request, for `parseArgs`. */
export const REQUEST_OPTIONS = {
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true, default: [] as string[] },
  from: { type: 'string' },
  'jwt-claim': { type: 'string', multiple: true, default: [] as string[] },
  'client-ip': { type: 'string' },
  sni: { type: 'string' },
  'client-certificate': { type: 'boolean', default: false },
} as const;

interface RequestValues {
  readonly request?: string;
  readonly header: readonly string[];
  readonly from?: string;
  readonly 'jwt-claim': readonly string[];
  readonly 'client-ip'?: string;
  readonly sni?: string;
  readonly 'client-certificate': boolean;
}

/**
 * The request that the options describe. The trace itself checks the URL and the source.
 *
 * @throws UsageError if a header or a claim is malformed
 */
export function requestFrom(url: string, values: RequestValues): TraceRequest {
  const { request: method, from, sni, 'client-ip': clientIp } = values;
  const headers = attempt(() => headersFrom(values.header, '--header'));
  const claims = attempt(() => claimsFrom(values['jwt-claim'], '--jwt-claim'));
  return {
    url,
    ...(method === undefined ? {} : { method }),
    ...(headers ? { headers } : {}),
    ...(from === undefined ? {} : { from: from as Source }),
    ...(clientIp === undefined ? {} : { clientIp }),
    ...(sni === undefined ? {} : { sni }),
    ...(values['client-certificate'] ? { clientCertificate: true } : {}),
    ...(claims ? { claims } : {}),
  };
}

type MeshValues = Parameters<typeof meshOptionsFrom>[0] & {
  readonly context: readonly string[];
  readonly server: readonly string[];
};

/** A mesh in files, with what is around it. */
export interface ReadMesh {
  readonly model: MeshModel;
  readonly manifests: readonly Manifest[];
  readonly around: Around;
}

/**
 * Reads the mesh that requests are traced through.
 *
 * @param paths the files and folders; the default folder if there are none
 * @returns undefined if something is not YAML, which is said
 * @throws UsageError if an option is wrong, or a path cannot be read
 */
export function readMesh(values: MeshValues, paths: readonly string[], output: Output): ReadMesh | undefined {
  // Before anything is read.
  meshOptionsFrom(values);
  const servers = serversFrom(values.server);
  const contents = contentsAt(pathsFrom(paths));
  const around = aroundFrom(values, contents, contextFrom(values.context, output));
  const problems = [...contents.problems, ...around.problems];
  if (problems.length > 0) {
    complainOf(problems, output);
    return undefined;
  }
  const { manifests } = contents;
  complainOfReplaced(output, manifests);
  const options = { hostPorts: attempt(() => hostPorts()), ...around.options, servers };
  const model = attempt(() => MeshModel.fromManifests(manifests, options, around.context));
  return { model, manifests, around };
}
