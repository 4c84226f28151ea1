import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type PeerAuthenticationSpec,
  type PeerAuthenticationSpecMtlsMode,
  type PeerAuthenticationSpecPortLevelMtlsMode,
  PeerAuthentication as RawPeerAuthentication,
} from '../../../imports/security.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { mapValues, type Rendering } from '../rendering';
import { renderPolicyTarget } from '../target-reference';
import type { WorkloadSelector } from '../workload-selector';

/**
 * The connections that a sidecar accepts.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode
 */
export enum MutualTlsMode {
  /** Plaintext only. */
  DISABLE = 'DISABLE',
  /** Plaintext and mutual TLS. */
  PERMISSIVE = 'PERMISSIVE',
  /** Mutual TLS only. A client without a certificate of the mesh cannot connect. */
  STRICT = 'STRICT',
}

/**
 * Properties of a PeerAuthentication.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication
 */
export interface PeerAuthenticationProps extends IstioResourceProps {
  /**
   * The pods to which the PeerAuthentication applies, by labels or by their workload. In the root namespace
   * `istio-system`, Istio ignores a PeerAuthentication with a selector.
   *
   * @default all pods in the namespace; in the root namespace, all pods of the mesh
   */
  readonly selector?: WorkloadSelector;

  /**
   * The connections that the sidecars accept.
   *
   * @default the mode of the namespace, else the mode of the mesh, else `MutualTlsMode.PERMISSIVE`
   */
  readonly mtls?: MutualTlsMode;

  /**
   * The modes of ports that differ, by the port that the container listens on, not the port of the Service. They need a
   * selector. `addPortLevelMtls` adds more.
   *
   * @default all ports have the same mode
   */
  readonly portLevelMtls?: Readonly<Record<number, MutualTlsMode>>;
}

/**
 * Whether the sidecars of some pods, of a namespace or of the mesh require mutual TLS from their clients. The
 * PeerAuthentication with the narrowest scope applies, and among several with the same scope the oldest.
 *
 * It does not affect the servers of a Gateway; see `ServerTls`.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class PeerAuthentication extends IstioResource<PeerAuthenticationSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'peerauthentications';
  protected readonly apiObject: ApiObject;
  private readonly props: PeerAuthenticationProps;
  private readonly portLevelMtls: Record<number, MutualTlsMode>;

  constructor(scope: Construct, id: string, props: PeerAuthenticationProps = {}) {
    super(scope, id);
    props = checkedProps(this, props);
    this.props = props;
    this.portLevelMtls = { ...props.portLevelMtls };
    this.apiObject = new RawPeerAuthentication(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /**
   * Sets the mode of a port.
   *
   * @param port the port that the container listens on, not the port of the Service
   */
  addPortLevelMtls(port: number, mode: MutualTlsMode): void {
    this.portLevelMtls[port] = mode;
  }

  protected render(rendering: Rendering): PeerAuthenticationSpec {
    const { selector, mtls } = this.props;
    const ports = this.props.portLevelMtls || Object.keys(this.portLevelMtls).length > 0;
    return {
      ...renderPolicyTarget({ selector }, rendering),
      // The raw types have enums of their own with the same values.
      mtls: mtls && { mode: mtls as unknown as PeerAuthenticationSpecMtlsMode },
      portLevelMtls: ports
        ? mapValues(this.portLevelMtls, (mode) => ({
            mode: mode as unknown as PeerAuthenticationSpecPortLevelMtlsMode,
          }))
        : undefined,
    };
  }
}
