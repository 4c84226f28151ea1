import type { Duration } from 'cdk8s';
import {
  type DestinationRuleSpecTrafficPolicyLoadBalancer,
  type DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash,
  DestinationRuleSpecTrafficPolicyLoadBalancerSimple,
} from '../../../imports/networking.istio.io';
import { renderDuration } from '../rendering';
import { type LocalityLoadBalancerSetting, renderLocality } from './locality';

/**
 * A new endpoint gets its full share of the traffic only little by little.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#WarmupConfiguration
 */
export interface Warmup {
  /** How long it takes until an endpoint gets its full share; at least 1 ms. */
  readonly duration: Duration;

  /**
   * The share that an endpoint starts with, in percent from 0 to 100.
   *
   * @default 10
   */
  readonly minimumPercent?: number;

  /**
   * How fast the share grows: 1 is linear, more is slower at first; at least 1.
   *
   * @default 1
   */
  readonly aggression?: number;
}

/** What all load balancers can be told. */
export interface LoadBalancerOptions {
  /**
   * How near and far endpoints share the traffic.
   *
   * @default endpoints of the client's own locality are preferred where `outlierDetection` is set
   */
  readonly localityLbSetting?: LocalityLoadBalancerSetting;
}

/** What load balancers without hashing can be told. */
export interface SimpleLoadBalancerOptions extends LoadBalancerOptions {
  /**
   * How a new endpoint comes to its full share.
   *
   * @default new endpoints get their full share at once; for round robin and least request only
   */
  readonly warmup?: Warmup;
}

/** An attribute of a cookie that the proxy sets. */
export interface CookieAttribute {
  /** Such as `SameSite`. */
  readonly name: string;

  /**
   * Such as `Strict`.
   *
   * @default an attribute without value
   */
  readonly value?: string;
}

/** A cookie that stands for the client. */
export interface HashCookieOptions {
  /**
   * How long a cookie that the proxy sets lives; 0 for as long as the browser runs.
   *
   * @default the proxy sets no cookie
   */
  readonly ttl?: Duration;

  /**
   * The path of a cookie that the proxy sets.
   *
   * @default none
   */
  readonly path?: string;

  /**
   * Further attributes of a cookie that the proxy sets.
   *
   * @default none
   */
  readonly attributes?: readonly CookieAttribute[];
}

/** What requests have in common that go to the same endpoint. */
export class HashKey {
  /** The value of a header. */
  static httpHeader(httpHeaderName: string): HashKey {
    return new HashKey({ httpHeaderName });
  }

  /** The value of a cookie. */
  static httpCookie(name: string, { ttl, ...options }: HashCookieOptions = {}): HashKey {
    const attributes = options.attributes && [...options.attributes];
    return new HashKey({ httpCookie: { name, ...options, attributes, ttl: ttl && renderTtl(ttl) } });
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

function renderTtl(ttl: Duration): string {
  return ttl.toMilliseconds() === 0 ? '0s' : renderDuration(ttl);
}

/** How endpoints are chosen by hash. */
export class HashAlgorithm {
  /**
   * A ring on which each endpoint has many places; few requests move when endpoints change.
   *
   * @param minimumRingSize how many places the ring has at least; more spread the load better;
   *   8388608 at most. Default 1024
   */
  static ringHash(minimumRingSize?: number): HashAlgorithm {
    return new HashAlgorithm({ ringHash: { minimumRingSize } });
  }

  /**
   * Faster than a ring, and less stable when endpoints change.
   *
   * @param tableSize a prime number below 5000011. Default 65537
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

/** What a load balancer by hash can be told. */
export interface ConsistentHashOptions extends LoadBalancerOptions {
  /**
   * How endpoints are found by hash.
   *
   * @default HashAlgorithm.ringHash()
   */
  readonly algorithm?: HashAlgorithm;
}

/**
 * Which endpoint a request goes to.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings
 */
export class LoadBalancer {
  /** Of two endpoints taken at random, the one with fewer requests; Istio's default. */
  static leastRequest(options: SimpleLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple(
      DestinationRuleSpecTrafficPolicyLoadBalancerSimple.LEAST_UNDERSCORE_REQUEST,
      options,
    );
  }

  /** One after the other. */
  static roundRobin(options: SimpleLoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple(
      DestinationRuleSpecTrafficPolicyLoadBalancerSimple.ROUND_UNDERSCORE_ROBIN,
      options,
    );
  }

  /** Any. */
  static random(options: LoadBalancerOptions = {}): LoadBalancer {
    return LoadBalancer.simple(DestinationRuleSpecTrafficPolicyLoadBalancerSimple.RANDOM, options);
  }

  /** The address that the client called. At a gateway that is the gateway itself, so this is for sidecars. */
  static passthrough(): LoadBalancer {
    return LoadBalancer.simple(DestinationRuleSpecTrafficPolicyLoadBalancerSimple.PASSTHROUGH, {});
  }

  /** The same for all requests that have `key` in common, as long as the endpoints stay the same. */
  static consistentHash(key: HashKey, options: ConsistentHashOptions = {}): LoadBalancer {
    return new LoadBalancer(
      { consistentHash: { ...key._render(), ...options.algorithm?._render() } },
      options.localityLbSetting,
    );
  }

  private static simple(
    simple: DestinationRuleSpecTrafficPolicyLoadBalancerSimple,
    { localityLbSetting, warmup }: SimpleLoadBalancerOptions,
  ): LoadBalancer {
    const rendered = warmup && { ...warmup, duration: renderDuration(warmup.duration) };
    return new LoadBalancer({ simple, warmup: rendered }, localityLbSetting);
  }

  private constructor(
    private readonly settings: DestinationRuleSpecTrafficPolicyLoadBalancer,
    private readonly locality?: LocalityLoadBalancerSetting,
  ) {}

  /** @internal */
  _render(): DestinationRuleSpecTrafficPolicyLoadBalancer {
    return { ...this.settings, localityLbSetting: this.locality && renderLocality(this.locality) };
  }
}
