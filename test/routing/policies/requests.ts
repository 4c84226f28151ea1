import { meshConfigOf } from '../../../lib/istiod/mesh-config';
import { MeshIndex } from '../../../lib/istiod/mesh-index';
import { type Workload, workloadOf } from '../../../lib/istiod/workloads/workloads';
import { manifestOf } from '../../../lib/manifests/manifest';
import { readYaml } from '../../../lib/manifests/read-yaml';
import type { Connection, HttpRequest } from '../../../lib/routing/request/request';
import { type Metadata, object } from '../../scene';

/** An index of these objects, each in YAML or as an object. */
export function indexOf(
  objects: readonly unknown[],
  mesh: Readonly<Record<string, unknown>> = {},
): MeshIndex {
  const manifests = objects.flatMap((one) =>
    typeof one === 'string' ? readYaml(one, 'scene.yaml').manifests : (manifestOf(one) ?? []),
  );
  return new MeshIndex(manifests, meshConfigOf(mesh));
}

/** A pod `cart` in namespace `shop`, labelled `app: cart`. */
export function pod(
  { namespace = 'shop', ...metadata }: Metadata & { readonly namespace?: string } = {},
  spec: object = {},
): Workload {
  const yaml = object('Pod', `${namespace}/cart`, spec, { labels: { app: 'cart' }, ...metadata });
  const [workload] = readYaml(yaml, 'scene.yaml').manifests.flatMap((manifest) => workloadOf(manifest));
  if (!workload) {
    throw new Error('no pod');
  }
  return workload;
}

/** A connection from client `web` in namespace `front` to port 8080, by mutual TLS. */
export function connection(changes: Partial<Connection> = {}): Connection {
  return {
    port: 8080,
    peer: { trustDomain: 'cluster.local', namespace: 'front', serviceAccount: 'web' },
    sourceIp: '10.1.2.3',
    remoteIp: '203.0.113.9',
    ...changes,
  };
}

/** The same connection without mutual TLS. */
export function plaintext(): Connection {
  const { peer, ...rest } = connection();
  return rest;
}

export function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    scheme: 'http',
    authority: 'cart.shop',
    path: '/items/1',
    query: undefined,
    headers: new Map(),
    ...changes,
  };
}
