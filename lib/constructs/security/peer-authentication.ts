import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  type PeerAuthenticationSpec,
  type PeerAuthenticationSpecMtlsMode,
  type PeerAuthenticationSpecPortLevelMtlsMode,
  PeerAuthentication as RawPeerAuthentication,
} from '../../../imports/security.istio.io';
import { type Problem, validatePeerAuthentication } from '../../admission';
import { IstioResource } from '../istio-resource';
import { mapValues, type Rendering } from '../rendering';
import { renderPolicyTarget } from '../target-reference';
import type { WorkloadSelector } from '../workload-selector';

/** Which connections a sidecar accepts. */
export enum MutualTlsMode {
  /** Plain text only. */
  DISABLE = 'DISABLE',
  /** Plain text and mutual TLS, whichever the client speaks. */
  PERMISSIVE = 'PERMISSIVE',
  /** Mutual TLS only: clients without a certificate of the mesh get no connection. */
  STRICT = 'STRICT',
}

/** Properties of a PeerAuthentication. */
export interface PeerAuthenticationProps extends ResourceProps {
  /**
   * The pods that this is for, by labels or by their workload. Not in the root namespace `istio-system`, where Istio
   * ignores whatever has a selector.
   *
   * @default all pods in the namespace; in the root namespace, all pods of the mesh
   */
  readonly selector?: WorkloadSelector;

  /**
   * Which connections are accepted.
   *
   * @default what the namespace says, else what the mesh says, else `MutualTlsMode.PERMISSIVE`
   */
  readonly mtls?: MutualTlsMode;

  /**
   * Ports that differ, by the number that the container listens on (not that of the Service). They need a selector.
   * More can be added with `addPortLevelMtls`.
   *
   * @default none
   */
  readonly portLevelMtls?: Readonly<Record<number, MutualTlsMode>>;
}

/**
 * Whether the sidecars of some pods, of a namespace or of the mesh demand mutual TLS from their clients. The narrowest
 * one counts; among several as narrow, the oldest.
 *
 * Servers of a Gateway are not concerned; see `ServerTls`.
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
    this.props = props;
    this.portLevelMtls = { ...props.portLevelMtls };
    this.apiObject = new RawPeerAuthentication(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /**
   * Makes a port differ.
   *
   * @param port the number that the container listens on
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

  protected validate(spec: PeerAuthenticationSpec): Iterable<Problem> {
    return validatePeerAuthentication(this.name, spec, this.metadata.namespace);
  }
}
