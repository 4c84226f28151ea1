import type { Duration } from 'cdk8s';
import {
  type DestinationRuleSpecTrafficPolicyLoadBalancer,
  type DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash,
  DestinationRuleSpecTrafficPolicyLoadBalancerSimple,
} from '../../../imports/networking.istio.io';
import { list, renderDuration, renderDurationOrZero } from '../rendering';
import {
  type LocalityLoadBalancerSetting,
  renderLocality,
  renderZoneAware,
  type ZoneAwareLoadBalancerSetting,
} from './locality';

/**
 * Warm-up: the traffic to a new endpoint grows gradually to its full share.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration
 */
export interface Warmup {
  /** The time until an endpoint receives its full share; at least 1 ms. */
  readonly duration: Duration;

  /**
   * The share with which an endpoint starts, in percent from 0 to 100.
   *
   * @default 10
   */
  readonly minimumPercent?: number;

  /**
   * How the share grows: 1 is linear, and with greater values it grows more slowly at first. It is more than 0, and at
   * least 1 in Istio 1.30.
   *
   * @default 1
   */
  readonly aggression?: number;
}

/**
 * Options that all load balancers have in common.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export interface LoadBalancerOptions {
  /**
   * How the traffic is shared between near and far endpoints.
   *
   * @default endpoints in the locality of the client are preferred if `outlierDetection` is set
   */
  readonly localityLbSetting?: LocalityLoadBalancerSetting;

  /**
   * Load balancing by regions and zones. Not together with `localityLbSetting`.
   *
   * @default the setting of the mesh configuration
   */
  readonly zoneAwareLbSetting?: ZoneAwareLoadBalancerSetting;
}

/**
 * Options of the load balancers `leastRequest` and `roundRobin`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export interface SimpleLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * How the traffic to a new endpoint grows.
   *
   * @default a new endpoint receives its full share at once
   */
  readonly warmup?: Warmup;
}

/**
 * An attribute of a cookie that the proxy sets.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie
 */
export interface CookieAttribute {
  /** The name of the attribute, such as `SameSite`. */
  readonly name: string;

  /**
   * The value of the attribute, such as `Strict`.
   *
   * @default the attribute has no value
   */
  readonly value?: string;
}

/**
 * Options of a cookie that identifies the client.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB-HTTPCookie
 */
export interface HashCookieOptions {
  /**
   * The lifetime of a cookie that the proxy sets if the request has none; 0 for a session cookie.
   *
   * @default the proxy does not set a cookie
   */
  readonly ttl?: Duration;

  /**
   * The path of a cookie that the proxy sets.
   *
   * @default the cookie has no path
   */
  readonly path?: string;

  /**
   * Other attributes of a cookie that the proxy sets.
   *
   * @default none
   */
  readonly attributes?: readonly CookieAttribute[];
}

/**
 * The part of a request that decides its endpoint: requests with the same value go to the same endpoint.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
 */
export class HashKey {
  /** The value of a request header. */
  static httpHeader(httpHeaderName: string): HashKey {
    return new HashKey({ httpHeaderName });
  }

  /** The value of a cookie. */
  static httpCookie(name: string, { ttl, ...options }: HashCookieOptions = {}): HashKey {
    const attributes = options.attributes && [...options.attributes];
    return new HashKey({
      httpCookie: { name, ...options, attributes, ttl: ttl && renderDurationOrZero(ttl) },
    });
  }

  /** The address of the client. */
  static sourceIp(): HashKey {
    return new HashKey({ useSourceIp: true });
  }

  /** The value of a query parameter. */
  static httpQueryParameter(httpQueryParameterName: string): HashKey {
    return new HashKey({ httpQueryParameterName });
  }

  private constructor(private readonly hash: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash) {}

  /** @internal */
  _render(): DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash {
    return this.hash;
  }
}

/**
 * The algorithm that maps a hash to an endpoint.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
 */
export class HashAlgorithm {
  /**
   * A ring on which each endpoint has many entries. When endpoints change, few requests move to another endpoint.
   *
   * @param minimumRingSize the minimum number of entries of the ring, at most 8388608; the default is 1024. A larger
   *   ring distributes the load more evenly
   */
  static ringHash(minimumRingSize?: number): HashAlgorithm {
    return new HashAlgorithm({ ringHash: { minimumRingSize } });
  }

  /**
   * Maglev, which is faster than a ring and moves more requests when endpoints change.
   *
   * @param tableSize the size of the table, a prime number below 5000011; the default is 65537
   */
  static maglev(tableSize?: number): HashAlgorithm {
    return new HashAlgorithm({ maglev: { tableSize } });
  }

  private constructor(
    private readonly algorithm: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash,
  ) {}

  /** @internal */
  _render(): DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash {
    return this.algorithm;
  }
}

/**
 * Options of the load balancer `consistentHash`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB
 */
export interface ConsistentHashOptions extends LoadBalancerOptions {
  /**
   * The algorithm that maps a hash to an endpoint.
   *
   * @default HashAlgorithm.ringHash()
   */
  readonly algorithm?: HashAlgorithm;
}

/**
 * Options of the load balancer `backendUtilization`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-BackendUtilizationLB
 */
export interface BackendUtilizationOptions extends LoadBalancerOptions {
  /**
   * The time for which an endpoint must report its load before the reports count.
   *
   * @default 10 seconds
   */
  readonly weightStabilizationPeriod?: Duration;

  /**
   * The time after which the last report of an endpoint no longer counts.
   *
   * @default 3 minutes
   */
  readonly weightExpirationPeriod?: Duration;

  /**
   * The time between two calculations of the weights; at least 100 ms.
   *
   * @default 1 second
   */
  readonly weightUpdatePeriod?: Duration;

  /**
   * How much errors count, in percent: 0 ignores them, and 100 counts the rate of errors once.
   *
   * @default 0
   */
  readonly errorUtilizationPenaltyPercent?: number;

  /**
   * The metrics that stand for the load, such as `named_metrics.foo`.
   *
   * @default the utilization that the endpoint reports
   */
  readonly metricNamesForComputingUtilization?: readonly string[];
}

/**
 * The load balancer, which chooses the endpoint of a request.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export class LoadBalancer {
  /** Chooses the endpoint with fewer active requests among two random ones. This is Istio's default. */
  static leastRequest(options: SimpleLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple(
      DestinationRuleSpecTrafficPolicyLoadBalancerSimple.LEAST_UNDERSCORE_REQUEST,
      options,
    );
  }

  /** Chooses one endpoint after the other. */
  static roundRobin(options: SimpleLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple(
      DestinationRuleSpecTrafficPolicyLoadBalancerSimple.ROUND_UNDERSCORE_ROBIN,
      options,
    );
  }

  /** Chooses a random endpoint. */
  static random(options: LoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple(DestinationRuleSpecTrafficPolicyLoadBalancerSimple.RANDOM, options);
  }

  /**
   * Sends to the address that the client called. Only for sidecars: at a gateway, that address is the gateway itself.
   */
  static passthrough(): LoadBalancer {
    return LoadBalancer.simple(DestinationRuleSpecTrafficPolicyLoadBalancerSimple.PASSTHROUGH, {});
  }

  /**
   * Chooses the same endpoint for all requests with the same value of `key`, as long as the endpoints stay the same.
   */
  static consistentHash(key: HashKey, options: ConsistentHashOptions = {}): LoadBalancer {
    return new LoadBalancer(
      { consistentHash: { ...key._render(), ...options.algorithm?._render() } },
      options,
    );
  }

  /**
   * Weights endpoints by the load that they report in their answers (ORCA). Endpoints without reports get equal weight.
   * From Istio 1.32 on.
   *
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-BackendUtilizationLB
   */
  static backendUtilization(options: BackendUtilizationOptions = {}): LoadBalancer {
    const duration = (value: Duration | undefined) => value && renderDuration(value);
    const backendUtilization = {
      weightStabilizationPeriod: duration(options.weightStabilizationPeriod),
      weightExpirationPeriod: duration(options.weightExpirationPeriod),
      weightUpdatePeriod: duration(options.weightUpdatePeriod),
      errorUtilizationPenaltyPercent: options.errorUtilizationPenaltyPercent,
      metricNamesForComputingUtilization: list(options.metricNamesForComputingUtilization),
    };
    return new LoadBalancer({ backendUtilization }, options);
  }

  private static simple(
    simple: DestinationRuleSpecTrafficPolicyLoadBalancerSimple,
    options: SimpleLoadBalancerOptions,
  ): LoadBalancer {
    const { warmup } = options;
    const rendered = warmup && { ...warmup, duration: renderDuration(warmup.duration) };
    return new LoadBalancer({ simple, warmup: rendered }, options);
  }

  private constructor(
    private readonly settings: DestinationRuleSpecTrafficPolicyLoadBalancer,
    private readonly options: LoadBalancerOptions,
  ) {}

  /** @internal */
  _render(): DestinationRuleSpecTrafficPolicyLoadBalancer {
    const { localityLbSetting, zoneAwareLbSetting } = this.options;
    return {
      ...this.settings,
      localityLbSetting: localityLbSetting && renderLocality(localityLbSetting),
      zoneAwareLbSetting: zoneAwareLbSetting && renderZoneAware(zoneAwareLbSetting),
    };
  }
}
