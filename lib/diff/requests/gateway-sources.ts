import type { ServerKind } from '../../istiod/gateways/gateway-servers';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import type { MeshIndex } from '../../istiod/mesh-index';
import { DEFAULT_GATEWAY } from '../../istiod/profile/installed-profile';
import { workloadsOf } from '../../istiod/workloads/workloads';
import type { MeshModel, Source } from '../../routing';
import type { GatewayProxy } from '../../routing/listener/gateway';
import type { Question } from './question';

type Scheme = Question['scheme'];

/** What a client has to speak to a server. */
const SCHEMES: Readonly<Record<ServerKind, readonly Scheme[]>> = {
  HTTP: ['http'],
  HTTPS: ['https'],
  TLS: ['https'],
  PASSTHROUGH: ['https'],
  AUTO_PASSTHROUGH: [],
  TCP: ['tcp'],
};

/** A gateway as a source of requests. */
export interface GatewaySource {
  readonly from: Source;
  readonly namespace: string;
  readonly name: string;
}

/** The workloads that may be gateways, by their name as a source; ask by `index.view(gatewaySources)`. */
export function gatewaySources(index: MeshIndex): ReadonlyMap<Source, GatewaySource> {
  const gateways = index.view(workloadsOf).all.filter(isGateway);
  return new Map(
    gateways.map(({ namespace, name }) => {
      const isDefault = namespace === index.mesh.rootNamespace && name === DEFAULT_GATEWAY;
      const from: Source = isDefault ? 'gateway' : `gateway:${namespace}/${name}`;
      return [from, { from, namespace, name }];
    }),
  );
}

/** The gateway that is a source of requests. */
export function proxyOf(model: MeshModel, from: Source): GatewayProxy {
  const source = model.sources.named(from);
  if (source.is !== 'gateway') {
    throw new Error(`"${from}" is not a gateway`);
  }
  return source.gateway;
}

/** What clients have to speak on a port of a gateway. */
export function schemesAt(proxy: GatewayProxy, port: number): readonly Scheme[] {
  const { listenerPort } = proxy.entrance(port);
  const listener = listenerPort === undefined ? undefined : proxy.listener(listenerPort);
  return listener?.servers.flatMap(({ kind }) => SCHEMES[kind]) ?? [];
}
