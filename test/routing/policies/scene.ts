import { meshConfigOf } from '../../../lib/istiod/mesh-config';
import { MeshIndex } from '../../../lib/istiod/mesh-index';
import { type Workload, workloadOf } from '../../../lib/istiod/workloads/workloads';
import { manifestOf } from '../../../lib/manifests/manifest';
import type { Connection, HttpRequest } from '../../../lib/routing/request/request';

/** What a manifest of these tests needs beside its spec. */
export interface Meta {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
}

export function object(kind: string, spec: unknown, meta: Meta = {}): unknown {
  const apiVersion = kind === 'Pod' ? 'v1' : 'security.istio.io/v1';
  return { apiVersion, kind, metadata: { name: 'policy', namespace: 'shop', ...meta }, spec };
}

export const authorizationPolicy = (spec: unknown, meta?: Meta) => object('AuthorizationPolicy', spec, meta);
export const peerAuthentication = (spec: unknown, meta?: Meta) => object('PeerAuthentication', spec, meta);
export const requestAuthentication = (spec: unknown, meta?: Meta) =>
  object('RequestAuthentication', spec, meta);

export function indexOf(
  objects: readonly unknown[],
  mesh: Readonly<Record<string, unknown>> = {},
): MeshIndex {
  return new MeshIndex(
    objects.flatMap((one) => manifestOf(one) ?? []),
    meshConfigOf(mesh),
  );
}

/** A pod `cart` in namespace `shop`, labelled `app: cart`. */
export function pod(meta: Meta = {}, spec: unknown = {}): Workload {
  const manifest = manifestOf(object('Pod', spec, { name: 'cart', labels: { app: 'cart' }, ...meta }));
  const [workload] = manifest ? workloadOf(manifest) : [];
  if (!workload) {
    throw new Error('no pod');
  }
  return workload;
}

/** From client `web` in namespace `front`, by mutual TLS, to port 8080. */
export function connection(changes: Partial<Connection> = {}): Connection {
  return {
    port: 8080,
    peer: { trustDomain: 'cluster.local', namespace: 'front', serviceAccount: 'web' },
    sourceIp: '10.1.2.3',
    remoteIp: '203.0.113.9',
    ...changes,
  };
}

/** The same without mutual TLS. */
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
