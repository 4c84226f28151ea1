import type { DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting } from '../../../imports/networking.istio.io';

/** Where traffic from one locality goes, in whole percent that add up to 100. */
export interface LocalityDistribute {
  /** The locality of the client: `region/zone/subzone`, where `*` may stand for the rest, as in `us-west/*`. */
  readonly from: string;

  /** Shares in percent, by locality. */
  readonly to: Readonly<Record<string, number>>;
}

/** Where traffic goes when a region has no healthy endpoints. */
export interface LocalityFailover {
  /** The region of the client. */
  readonly from: string;

  /** The region that stands in. */
  readonly to: string;
}

/**
 * How near and far endpoints share the traffic. `distribute` and `failover` exclude one another.
 *
 * Failover needs `outlierDetection` in the same policy, as nothing else tells Envoy that endpoints fail.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export interface LocalityLoadBalancerSetting {
  /**
   * Whether localities matter.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Fixed shares of the traffic, by locality.
   *
   * @default the nearest endpoints get all traffic, as long as they are healthy
   */
  readonly distribute?: readonly LocalityDistribute[];

  /**
   * Which region stands in for which.
   *
   * @default zones of the same region stand in first, then any other region
   */
  readonly failover?: readonly LocalityFailover[];

  /**
   * Labels, in order of weight, by which endpoints are near: those that have the client's values come first.
   * A label may carry the value to look for, as in `version=v1`.
   *
   * @default region, zone and subzone
   */
  readonly failoverPriority?: readonly string[];
}

/** @internal */
export function renderLocality(
  setting: LocalityLoadBalancerSetting,
): DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting {
  return {
    enabled: setting.enabled,
    distribute: setting.distribute?.map(({ from, to }) => ({ from, to: { ...to } })),
    failover: setting.failover && [...setting.failover],
    failoverPriority: setting.failoverPriority && [...setting.failoverPriority],
  };
}
