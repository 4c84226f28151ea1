import type { MeshConfig } from '../../../istiod/mesh-config';
import { isRecord } from '../../../manifests/manifest';

/** The external provider that decides about requests that CUSTOM policies match. */
export interface ExternalProvider {
  /** `unusable` means that proxies deny these requests; `http only`, that they let TCP through without asking. */
  readonly is: 'asked' | 'http only' | 'unusable';
  readonly because: string;
}

/** The provider that the CUSTOM policies of one workload name. (H4) */
export function externalProvider(mesh: MeshConfig, names: readonly string[]): ExternalProvider {
  const [name = '', ...others] = new Set(names);
  if (others.length > 0) {
    const all = [name, ...others].map((each) => `"${each}"`).join(', ');
    return {
      is: 'unusable',
      because: `the policies for these pods name more than one external provider: ${all}`,
    };
  }
  const provider = mesh.extensionProviders.find((one) => one.name === name);
  if (!provider || name === '') {
    return { is: 'unusable', because: `the mesh has no extension provider "${name}"` };
  }
  const { envoyExtAuthzHttp, envoyExtAuthzGrpc } = provider;
  const server = envoyExtAuthzHttp ?? envoyExtAuthzGrpc;
  if (!isRecord(server)) {
    return {
      is: 'unusable',
      because: `extension provider "${name}" of the mesh is not an external authorizer`,
    };
  }
  const { service, port } = server;
  const hasPort = typeof port === 'number' && port >= 1 && port <= 65535;
  if (typeof service !== 'string' || service === '' || !hasPort) {
    return { is: 'unusable', because: `extension provider "${name}" of the mesh has no service with a port` };
  }
  return {
    is: isRecord(envoyExtAuthzHttp) ? 'http only' : 'asked',
    because: `the external provider "${name}" decides`,
  };
}
