import {
  type SidecarSpecOutboundTrafficPolicy,
  SidecarSpecOutboundTrafficPolicyMode,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { wholeHost } from '../destination-rule/known-subsets';
import type { Rendering } from '../rendering';
import { Destination, type DestinationReference } from '../traffic/destination';

/** Options of `OutboundTrafficPolicy.allowAny`. */
export interface AllowAnyOptions {
  /**
   * The proxy that calls to unknown hosts go through, such as an egress gateway. A host must be a full name.
   *
   * @default calls go directly to the address that the application called
   */
  readonly egressProxy?: DestinationReference;
}

/**
 * What happens to calls to unknown hosts: hosts that neither a Service nor a ServiceEntry declares.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
 */
export class OutboundTrafficPolicy {
  /** The calls fail: the sidecar answers HTTP requests with 502 and closes other connections. */
  static registryOnly(): OutboundTrafficPolicy {
    return new OutboundTrafficPolicy(SidecarSpecOutboundTrafficPolicyMode.REGISTRY_UNDERSCORE_ONLY);
  }

  /** The sidecar lets the calls through. */
  static allowAny({ egressProxy }: AllowAnyOptions = {}): OutboundTrafficPolicy {
    return new OutboundTrafficPolicy(SidecarSpecOutboundTrafficPolicyMode.ALLOW_UNDERSCORE_ANY, egressProxy);
  }

  private constructor(
    private readonly mode: SidecarSpecOutboundTrafficPolicyMode,
    private readonly egressProxy?: DestinationReference,
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): SidecarSpecOutboundTrafficPolicy {
    const proxy =
      this.egressProxy && Destination._of(this.egressProxy)._render(rendering, [...field, 'egressProxy']);
    const { namespace } = rendering;
    // Unlike in routes, Istio does not complete a short name here.
    return {
      mode: this.mode,
      egressProxy:
        proxy && namespace !== undefined ? { ...proxy, host: wholeHost(proxy.host, namespace) } : proxy,
    };
  }
}
