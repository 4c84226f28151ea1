import type { Duration } from 'cdk8s';
import type {
  VirtualServiceSpecHttpFault,
  VirtualServiceSpecHttpFaultAbort,
} from '../../../imports/networking.istio.io';
import type { GrpcStatus } from '../../admission';
import { renderDuration } from '../rendering';

/**
 * Options of faults.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export interface FaultOptions {
  /**
   * The percentage of requests that the fault affects, from 0 to 100 in steps of 0.0001.
   *
   * @default 100
   */
  readonly percentage?: number;
}

/**
 * An abort: the proxy answers, and the request does not reach the destination.
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
 * A delay before the proxy forwards the request.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay
 */
export interface FaultDelay extends FaultOptions {
  /** The length of the delay; at least 1 ms. */
  readonly fixedDelay: Duration;
}

/**
 * Faults that the proxy injects on purpose, to test how clients handle them. A request may be delayed and then aborted.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
 */
export interface HttpFaultInjection {
  /**
   * The answer that the proxy gives instead of the destination.
   *
   * @default no requests are aborted
   */
  readonly abort?: FaultAbort;

  /**
   * The delay before the proxy forwards the request.
   *
   * @default no requests are delayed
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

/** Always written, because a fault without a percentage does not affect any request. */
function renderPercentage(percentage = 100): { value: number } {
  return { value: percentage };
}
