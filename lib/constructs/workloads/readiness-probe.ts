import type { Duration } from 'cdk8s';
import type { WorkloadGroupSpecProbe } from '../../../imports/networking.istio.io';
import { list } from '../rendering';

/**
 * The timing and the thresholds of a readiness probe.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export interface ReadinessProbeOptions {
  /**
   * The delay before the first probe, in whole seconds.
   *
   * @default no delay
   */
  readonly initialDelaySeconds?: Duration;

  /**
   * The time between probes, in whole seconds.
   *
   * @default 10 seconds
   */
  readonly periodSeconds?: Duration;

  /**
   * The timeout of a probe, in whole seconds.
   *
   * @default 1 second
   */
  readonly timeoutSeconds?: Duration;

  /**
   * The number of consecutive successful probes after which a workload is ready again.
   *
   * @default 1
   */
  readonly successThreshold?: number;

  /**
   * The number of consecutive failed probes after which a workload is not ready.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/**
 * Options of a probe over TCP.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export interface TcpSocketProbeOptions extends ReadinessProbeOptions {
  /** The port of the workload. */
  readonly port: number;

  /**
   * The address to connect to.
   *
   * @default the address of the workload
   */
  readonly host?: string;
}

/**
 * Options of a probe with the gRPC health checking protocol.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export interface GrpcProbeOptions extends ReadinessProbeOptions {
  /** The port of the workload. */
  readonly port: number;

  /**
   * The name of the gRPC service whose health is checked.
   *
   * @default the health of the whole server
   */
  readonly service?: string;
}

/**
 * Options of a probe over HTTP.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export interface HttpGetProbeOptions extends ReadinessProbeOptions {
  /** The port of the workload. */
  readonly port: number;

  /**
   * The path of the request.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The address to connect to.
   *
   * @default the address of the workload
   */
  readonly host?: string;

  /**
   * Whether the probe uses TLS.
   *
   * @default ProbeScheme.HTTP
   */
  readonly scheme?: ProbeScheme;

  /**
   * Headers of the request, by name.
   *
   * @default no additional headers
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The scheme of a probe over HTTP.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export enum ProbeScheme {
  /** HTTP without TLS. */
  HTTP = 'HTTP',
  /** HTTP over TLS. The probe does not verify the certificate. */
  HTTPS = 'HTTPS',
}

/**
 * A probe that finds out whether a workload outside Kubernetes is ready for traffic.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export class ReadinessProbe {
  /** Sends an HTTP request. A status from 200 to 399 means ready. */
  static httpGet({ port, path, host, scheme, headers, ...options }: HttpGetProbeOptions): ReadinessProbe {
    const httpHeaders = list(Object.entries(headers ?? {}).map(([name, value]) => ({ name, value })));
    return new ReadinessProbe({ httpGet: { port, path, host, scheme, httpHeaders } }, options);
  }

  /** Opens a TCP connection. A connection that opens means ready. */
  static tcpSocket({ port, host, ...options }: TcpSocketProbeOptions): ReadinessProbe {
    return new ReadinessProbe({ tcpSocket: { port, host } }, options);
  }

  /** Runs a program on the workload, without a shell. Exit status 0 means ready. */
  static exec(command: readonly string[], options: ReadinessProbeOptions = {}): ReadinessProbe {
    return new ReadinessProbe({ exec: { command: [...command] } }, options);
  }

  /**
   * Calls the gRPC health service. The answer SERVING means ready. istiod refuses this method, although the CRD has it: use
   * another method.
   */
  static grpc({ port, service, ...options }: GrpcProbeOptions): ReadinessProbe {
    return new ReadinessProbe({ grpc: { port, service } }, options);
  }

  private constructor(
    private readonly method: WorkloadGroupSpecProbe,
    private readonly options: ReadinessProbeOptions,
  ) {}

  /** @internal */
  _render(): WorkloadGroupSpecProbe {
    const { initialDelaySeconds, periodSeconds, timeoutSeconds, ...thresholds } = this.options;
    const seconds = (duration?: Duration) => duration?.toSeconds({ integral: false });
    return {
      ...this.method,
      ...thresholds,
      initialDelaySeconds: seconds(initialDelaySeconds),
      periodSeconds: seconds(periodSeconds),
      timeoutSeconds: seconds(timeoutSeconds),
    };
  }
}
