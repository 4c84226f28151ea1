import {
  type SidecarSpecOutboundTrafficPolicy,
  SidecarSpecOutboundTrafficPolicyMode,
} from '../../../imports/networking.istio.io';
import { wholeHost } from '../destination-rule/known-subsets';
import type { Rendering } from '../rendering';
import { Destination, type DestinationReference } from '../traffic/destination';

/** Options of `OutboundTrafficPolicy.allowAny`. */
export interface AllowAnyOptions {
  /**
   * The proxy that calls to unknown hosts go through, such as an egress gateway. A host is written in full here.
   *
   * @default they go straight to where the application sent them
   */
  readonly egressProxy?: DestinationReference;
}

/**
 * What becomes of calls to hosts that no Service and no ServiceEntry has.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#OutboundTrafficPolicy
 */
export class OutboundTrafficPolicy {
  /** They fail: HTTP with 502, and other connections are closed. */
  static registryOnly(): OutboundTrafficPolicy {
    return new OutboundTrafficPolicy(SidecarSpecOutboundTrafficPolicyMode.REGISTRY_UNDERSCORE_ONLY);
  }

  /** They are let through. */
  static allowAny({ egressProxy }: AllowAnyOptions = {}): OutboundTrafficPolicy {
    return new OutboundTrafficPolicy(SidecarSpecOutboundTrafficPolicyMode.ALLOW_UNDERSCORE_ANY, egressProxy);
  }

  private constructor(
    private readonly mode: SidecarSpecOutboundTrafficPolicyMode,
    private readonly egressProxy?: DestinationReference,
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: string): SidecarSpecOutboundTrafficPolicy {
    const proxy =
      this.egressProxy && Destination._of(this.egressProxy)._render(rendering, `${field}.egressProxy`);
    const { namespace } = rendering;
    // Unlike in routes, Istio does not complete a short name here.
    return {
      mode: this.mode,
      egressProxy:
        proxy && namespace !== undefined ? { ...proxy, host: wholeHost(proxy.host, namespace) } : proxy,
    };
  }
}
