import type { DestinationRuleSpecTrafficPolicyTls } from '../../../../imports/networking.istio.io';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { namespaceMode, serverTls } from '../../../istiod/policies/peer-authentication';
import type { Workload } from '../../../istiod/workloads/workloads';

/** Who calls: a pod without a proxy, a pod with a sidecar, or a gateway. */
export type TlsClient = 'no proxy' | 'sidecar' | 'gateway';

/** What a client knows of the destination that it calls. */
export interface TlsDestination {
  /** The namespace of the Service. */
  readonly namespace: string;
  /** Whether the destination is outside the mesh: a ServiceEntry without location MESH_INTERNAL. */
  readonly isExternal: boolean;
  /** The pod that the request goes to, if it is known. */
  readonly endpoint?:
    | {
        readonly workload: Workload;
        /** The port of the pod. */
        readonly port: number;
        readonly hasSidecar: boolean;
      }
    | undefined;
  /**
   * Present if requests go to the address that the client chose. That is so for requests of sidecars to headless
   * Services, and for load balancing PASSTHROUGH. Then it matters whether there are endpoints, and all have a sidecar.
   *
   * @default - a proxy chooses among the endpoints
   */
  readonly passthrough?: { readonly allHaveSidecars: boolean } | undefined;
}

/** The TLS settings of the DestinationRule for the destination. */
export interface DestinationTls {
  /** The settings for the port and the subset, after all levels are merged. (G8) */
  readonly settings: Pick<DestinationRuleSpecTrafficPolicyTls, 'mode' | 'credentialName'>;
  /** Whether the rule has a `workloadSelector`. */
  readonly isForWorkload: boolean;
}

/** What a client sends: mutual TLS of the mesh, plaintext, or TLS as to a server outside the mesh. */
export interface ClientTls {
  readonly sends: 'mtls' | 'plaintext' | 'tls';
  readonly because: string;
  /** Whether auto mTLS decides on mutual TLS, rather than a DestinationRule. */
  readonly isAutoMtls?: true;
}

/**
 * What a client sends to an endpoint. (G11, I7)
 *
 * @param rule undefined if no DestinationRule sets TLS, so that auto mTLS decides
 */
export function clientTls(
  index: MeshIndex,
  client: TlsClient,
  destination: TlsDestination,
  rule?: DestinationTls,
): ClientTls {
  if (client === 'no proxy') {
    return { sends: 'plaintext', because: 'the client has no proxy' };
  }
  return rule ? tlsOfRule(client, rule) : autoTls(index, destination);
}

function tlsOfRule(client: TlsClient, { settings, isForWorkload }: DestinationTls): ClientTls {
  const { mode, credentialName } = settings;
  switch (mode as string | undefined) {
    case 'ISTIO_MUTUAL':
      return { sends: 'mtls', because: 'the DestinationRule says ISTIO_MUTUAL' };
    case 'SIMPLE':
    case 'MUTUAL':
      return credentialName && client === 'sidecar' && !isForWorkload
        ? {
            sends: 'plaintext',
            because: `the DestinationRule names credential "${credentialName}", which a sidecar uses only from a rule with a workloadSelector`,
          }
        : { sends: 'tls', because: `the DestinationRule says ${mode}` };
    default:
      return {
        sends: 'plaintext',
        because: mode
          ? `the DestinationRule says ${mode}`
          : 'the DestinationRule says no TLS mode, which means DISABLE',
      };
  }
}

function plaintext(because: string): ClientTls {
  return { sends: 'plaintext', because };
}

function autoMtls(because: string): ClientTls {
  return { sends: 'mtls', because, isAutoMtls: true };
}

/** Without a rule, proxies send mutual TLS wherever the destination accepts it. */
function autoTls(
  index: MeshIndex,
  { namespace, isExternal, endpoint, passthrough }: TlsDestination,
): ClientTls {
  if (index.mesh.enableAutoMtls === false) {
    return plaintext('auto mTLS is disabled in the mesh');
  }
  if (isExternal) {
    return plaintext('the destination is outside the mesh');
  }
  if (passthrough && !passthrough.allHaveSidecars) {
    return plaintext('not all endpoints of the destination have a sidecar');
  }
  if (namespaceMode(index, namespace) === 'DISABLE') {
    return plaintext(`the PeerAuthentication for namespace "${namespace}" says DISABLE`);
  }
  // One setting serves all endpoints, and policies for some of their pods do not count.
  if (passthrough) {
    return autoMtls('all endpoints of the destination have a sidecar');
  }
  if (!endpoint?.hasSidecar) {
    return plaintext('the endpoint has no sidecar');
  }
  const { mode } = serverTls(index, endpoint.workload, endpoint.port);
  return mode === 'DISABLE'
    ? plaintext('the PeerAuthentication for the endpoint says DISABLE')
    : autoMtls('the endpoint has a sidecar');
}
