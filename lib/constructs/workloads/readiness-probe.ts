import type { Duration } from 'cdk8s';
import type { WorkloadGroupSpecProbe } from '../../../imports/networking.istio.io';
import { list } from '../rendering';

/** When and how often a workload is probed. */
export interface ReadinessProbeOptions {
  /**
   * The pause before the first probe, in whole seconds.
   *
   * @default none
   */
  readonly initialDelaySeconds?: Duration;

  /**
   * The time between probes, in whole seconds.
   *
   * @default 10 seconds
   */
  readonly periodSeconds?: Duration;

  /**
   * How long an answer may take, in whole seconds.
   *
   * @default 1 second
   */
  readonly timeoutSeconds?: Duration;

  /**
   * How many probes in a row must succeed before a workload that failed serves again.
   *
   * @default 1
   */
  readonly successThreshold?: number;

  /**
   * How many probes in a row must fail before a workload serves no more.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** Options of a probe by TCP. */
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

/** Options of a probe by gRPC's health checking protocol. */
export interface GrpcProbeOptions extends ReadinessProbeOptions {
  /** The port of the workload. */
  readonly port: number;

  /**
   * The service to ask for.
   *
   * @default the whole server
   */
  readonly service?: string;
}

/** Options of a probe by HTTP. */
export interface HttpGetProbeOptions extends ReadinessProbeOptions {
  /** The port of the workload. */
  readonly port: number;

  /**
   * The path to ask for.
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
   * Whether the connection is encrypted.
   *
   * @default ProbeScheme.HTTP
   */
  readonly scheme?: ProbeScheme;

  /**
   * Headers to send, by name.
   *
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a probe by HTTP connects. */
export enum ProbeScheme {
  /** Without TLS. */
  HTTP = 'HTTP',
  /** The certificate is not checked. */
  HTTPS = 'HTTPS',
}

/**
 * How a workload that is not a pod is asked whether it can serve.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#ReadinessProbe
 */
export class ReadinessProbe {
  /** Any answer from 200 to 399 is good. */
  static httpGet({ port, path, host, scheme, headers, ...options }: HttpGetProbeOptions): ReadinessProbe {
    const httpHeaders = list(Object.entries(headers ?? {}).map(([name, value]) => ({ name, value })));
    return new ReadinessProbe({ httpGet: { port, path, host, scheme, httpHeaders } }, options);
  }

  /** It is good that a connection can be made. */
  static tcpSocket({ port, host, ...options }: TcpSocketProbeOptions): ReadinessProbe {
    return new ReadinessProbe({ tcpSocket: { port, host } }, options);
  }

  /** A program on the workload, which is run without a shell; exit status 0 is good. */
  static exec(command: readonly string[], options: ReadinessProbeOptions = {}): ReadinessProbe {
    return new ReadinessProbe({ exec: { command: [...command] } }, options);
  }

  /** The answer SERVING is good. */
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
