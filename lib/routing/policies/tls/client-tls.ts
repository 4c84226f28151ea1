import type { DestinationRuleSpecTrafficPolicyTls } from '../../../../imports/networking.istio.io';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { namespaceMode, serverTls } from '../../../istiod/policies/peer-authentication';
import type { Workload } from '../../../istiod/workloads/workloads';

/** What calls: a pod without proxy, a pod with a sidecar, or a gateway. */
export type TlsClient = 'no proxy' | 'sidecar' | 'gateway';

/** What a client knows of the place that it calls. */
export interface TlsDestination {
  /** That of the Service. */
  readonly namespace: string;
  /** Whether it is a ServiceEntry that says MESH_EXTERNAL, or nothing. */
  readonly isExternal: boolean;
  /** The pod that the request goes to, if it is one that is known. */
  readonly endpoint?: {
    readonly workload: Workload;
    /** The pod's own. */
    readonly port: number;
    readonly hasSidecar: boolean;
  };
  /**
   * For requests that go to the address that the client chose, as those of sidecars to headless Services and all with
   * load balancing PASSTHROUGH do: whether there are endpoints, and all have a sidecar.
   *
   * @default - a proxy chooses among the endpoints
   */
  readonly passthrough?: { readonly allHaveSidecars: boolean };
}

/** What the DestinationRule for the destination says. */
export interface DestinationTls {
  /** The settings that are left of all levels for this port and subset. (G8) */
  readonly settings: Pick<DestinationRuleSpecTrafficPolicyTls, 'mode' | 'credentialName'>;
  /** Whether the rule has a `workloadSelector`. */
  readonly isForWorkload: boolean;
}

/** What a client sends: mutual TLS of the mesh, no TLS, or TLS as for a server outside the mesh. */
export interface ClientTls {
  readonly sends: 'mtls' | 'plaintext' | 'tls';
  readonly because: string;
}

/**
 * What a client sends to an endpoint. (G11, I7)
 *
 * @param rule undefined where no DestinationRule has a say in TLS, which leaves it to auto mTLS
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
  return rule ? ruledTls(client, rule) : autoTls(index, destination);
}

function ruledTls(client: TlsClient, { settings, isForWorkload }: DestinationTls): ClientTls {
  const { mode, credentialName } = settings;
  switch (mode as string | undefined) {
    case 'ISTIO_MUTUAL':
      return { sends: 'mtls', because: 'the DestinationRule says ISTIO_MUTUAL' };
    case 'SIMPLE':
    case 'MUTUAL':
      return credentialName && client === 'sidecar' && !isForWorkload
        ? {
            sends: 'plaintext',
            because: `the DestinationRule names credential "${credentialName}", which sidecars take only from a rule with a workloadSelector`,
          }
        : { sends: 'tls', because: `the DestinationRule says ${mode}` };
    default:
      return {
        sends: 'plaintext',
        because: `the DestinationRule says ${mode ?? 'no mode, which is DISABLE'}`,
      };
  }
}

/** What proxies do that nobody tells: mutual TLS wherever the other side can. */
function autoTls(
  index: MeshIndex,
  { namespace, isExternal, endpoint, passthrough }: TlsDestination,
): ClientTls {
  const plaintext = (because: string): ClientTls => ({ sends: 'plaintext', because });
  if (index.mesh.enableAutoMtls === false) {
    return plaintext('the mesh has auto mTLS switched off');
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
  // One setting serves all endpoints there, and what is for some of their pods is not looked at.
  if (passthrough) {
    return { sends: 'mtls', because: 'all endpoints of the destination have a sidecar' };
  }
  if (!endpoint?.hasSidecar) {
    return plaintext('the endpoint has no sidecar');
  }
  const { mode } = serverTls(index, endpoint.workload, endpoint.port);
  return mode === 'DISABLE'
    ? plaintext('the PeerAuthentication for the endpoint says DISABLE')
    : { sends: 'mtls', because: 'the endpoint has a sidecar' };
}
