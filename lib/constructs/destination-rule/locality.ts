import type {
  DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting,
  DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting,
} from '../../../imports/networking.istio.io';

/**
 * Where the traffic from one locality goes, in whole percentages that add up to 100.
 *
 * @see
 *   https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Distribute
 */
export interface LocalityDistribute {
  /** The locality of the client: `region/zone/subzone`. `*` matches the rest, as in `us-west/*`. */
  readonly from: string;

  /** The percentage of the traffic for each locality. */
  readonly to: Readonly<Record<string, number>>;
}

/**
 * Where the traffic goes if a region has no healthy endpoints.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting-Failover
 */
export interface LocalityFailover {
  /** The region of the client. */
  readonly from: string;

  /** The region that receives the traffic instead. */
  readonly to: string;
}

/**
 * How the traffic is shared between near and far endpoints. `distribute` and `failover` exclude each other.
 *
 * Failover needs `outlierDetection` in the same policy, because only that tells Envoy which endpoints fail.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export interface LocalityLoadBalancerSetting {
  /**
   * Whether the load balancer considers localities.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Fixed shares of the traffic, by locality.
   *
   * @default the nearest endpoints receive all traffic while they are healthy
   */
  readonly distribute?: readonly LocalityDistribute[];

  /**
   * The region that receives the traffic of a region without healthy endpoints.
   *
   * @default other zones of the same region first, then any other region
   */
  readonly failover?: readonly LocalityFailover[];

  /**
   * Labels, in order of priority. Endpoints whose values of these labels equal those of the client receive the traffic
   * first. A label can name the value to compare with, as in `version=v1`.
   *
   * @default the region, the zone and the subzone
   */
  readonly failoverPriority?: readonly string[];
}

/**
 * Load balancing by regions and zones, in the place of a `LocalityLoadBalancerSetting`. Endpoints in the client's region
 * receive the traffic first, and outlier detection is not needed for that. From Istio 1.31 on.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ZoneAwareLoadBalancerSetting
 */
export interface ZoneAwareLoadBalancerSetting {
  /**
   * Whether zones count.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * The region that receives the traffic of a region without healthy endpoints.
   *
   * @default all other regions
   */
  readonly failover?: readonly LocalityFailover[];

  /**
   * Labels, in order of priority, that come before the region. Labels of the topology cannot be named.
   *
   * @default none
   */
  readonly failoverPriority?: readonly string[];

  /**
   * The number of endpoints from which on zones count; at least 1.
   *
   * @default 6
   */
  readonly minClusterSize?: number;
}

/** @internal */
export function renderZoneAware(
  setting: ZoneAwareLoadBalancerSetting,
): DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting {
  return {
    enabled: setting.enabled,
    failover: setting.failover?.map(({ from, to }) => ({ from, to })),
    failoverPriority: setting.failoverPriority && [...setting.failoverPriority],
    minClusterSize: setting.minClusterSize,
  };
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
