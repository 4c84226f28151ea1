import type { Duration } from 'cdk8s';
import type {
  VirtualServiceSpecHttpFault,
  VirtualServiceSpecHttpFaultAbort,
} from '../../../imports/networking.istio.io';
import type { GrpcStatus } from '../../admission';
import { renderDuration } from '../rendering';

/** Which requests a fault strikes. */
export interface FaultOptions {
  /**
   * The share of requests, from 0 to 100, as fine as 0.0001.
   *
   * @default 100
   */
  readonly percentage?: number;
}

/**
 * An answer that the proxy gives in place of the destination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Abort
 */
export class FaultAbort {
  /** Answers with an HTTP status, from 200 to 599. */
  static httpStatus(httpStatus: number, options: FaultOptions = {}): FaultAbort {
    return new FaultAbort({ httpStatus }, options);
  }

  /** Answers with a gRPC status. */
  static grpcStatus(grpcStatus: GrpcStatus, options: FaultOptions = {}): FaultAbort {
    return new FaultAbort({ grpcStatus }, options);
  }

  private constructor(
    private readonly status: VirtualServiceSpecHttpFaultAbort,
    private readonly options: FaultOptions,
  ) {}

  /** @internal */
  _render(): VirtualServiceSpecHttpFaultAbort {
    return { ...this.status, percentage: renderPercentage(this.options.percentage) };
  }
}

/**
 * A pause before the request is sent on.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay
 */
export interface FaultDelay extends FaultOptions {
  /** How long; at least 1 ms. */
  readonly fixedDelay: Duration;
}

/**
 * Faults made on purpose, to see how clients bear them. A request may be delayed, and then aborted.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export interface HttpFaultInjection {
  /**
   * An answer in place of the destination's.
   *
   * @default no request is aborted
   */
  readonly abort?: FaultAbort;

  /**
   * A pause before the request is sent on.
   *
   * @default no request is delayed
   */
  readonly delay?: FaultDelay;
}

/** @internal */
export function renderFault({ abort, delay }: HttpFaultInjection): VirtualServiceSpecHttpFault {
  return {
    abort: abort?._render(),
    delay: delay && {
      fixedDelay: renderDuration(delay.fixedDelay),
      percentage: renderPercentage(delay.percentage),
    },
  };
}

/** Always written out, because for Istio a fault without percentage strikes no request at all. */
function renderPercentage(percentage = 100): { value: number } {
  return { value: percentage };
}
