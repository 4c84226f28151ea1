import type {
  SidecarSpecEgress,
  SidecarSpecEgressCaptureMode,
  SidecarSpecIngress,
  SidecarSpecIngressCaptureMode,
  SidecarSpecIngressConnectionPool,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type ConnectionPoolSettings, renderConnectionPool } from '../destination-rule/connection-pool';
import type { Rendering } from '../rendering';
import type { PortProtocol } from '../traffic/port-protocol';
import type { EgressHosts } from './egress-hosts';
import type { SidecarTls } from './sidecar-tls';

/**
 * How the traffic reaches a listener.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#CaptureMode
 */
export enum CaptureMode {
  /** The set-up of the pod decides. */
  DEFAULT = 'DEFAULT',
  /** iptables redirects the traffic. */
  IPTABLES = 'IPTABLES',
  /** The application sends the traffic to the listener; nothing redirects it. */
  NONE = 'NONE',
}

/**
 * A port of a listener.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort
 */
export interface SidecarPort {
  /**
   * The number of the port.
   *
   * @default no number, for an egress listener on a Unix socket
   */
  readonly number?: number;

  /**
   * The protocol of the port.
   *
   * @default the proxy detects the protocol from the first bytes of each connection
   */
  readonly protocol?: PortProtocol;

  /**
   * A name for the port.
   *
   * @default the port has no name
   */
  readonly name?: string;
}

/**
 * A listener for the traffic that the pods send.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export interface EgressListener {
  /** The hosts that pods can call through the listener; at least one. */
  readonly hosts: readonly EgressHosts[];

  /**
   * The port that pods call.
   *
   * @default all ports without a listener of their own
   */
  readonly port?: SidecarPort;

  /**
   * The IP address to listen on, or `unix://` and a path for a socket. It needs a port.
   *
   * @default the addresses that the application calls
   */
  readonly bind?: string;

  /**
   * How the traffic reaches the listener.
   *
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;
}

/**
 * The address in the pod to which an ingress listener forwards its traffic.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export class IngressEndpoint {
  /** A port on 127.0.0.1. */
  static loopback(port: number): IngressEndpoint {
    return new IngressEndpoint(`127.0.0.1:${port}`);
  }

  /** A port on ::1. */
  static loopbackV6(port: number): IngressEndpoint {
    return new IngressEndpoint(`[::1]:${port}`);
  }

  /** A port on the IPv4 address of the pod. */
  static pod(port: number): IngressEndpoint {
    return new IngressEndpoint(`0.0.0.0:${port}`);
  }

  /** A port on the IPv6 address of the pod. */
  static podV6(port: number): IngressEndpoint {
    return new IngressEndpoint(`[::]:${port}`);
  }

  /**
   * A Unix socket.
   *
   * @param path an absolute path, or `@` and a name for an abstract socket
   */
  static unixSocket(path: string): IngressEndpoint {
    return new IngressEndpoint(`unix://${path}`);
  }

  private constructor(private readonly endpoint: string) {}

  /** @internal */
  _render(): string {
    return this.endpoint;
  }
}

/**
 * A listener for the traffic that the pods receive.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export interface IngressListener {
  /** The port to listen on. It needs a number. */
  readonly port: SidecarPort & { readonly number: number };

  /**
   * The IP address to listen on.
   *
   * @default the address of the pod
   */
  readonly bind?: string;

  /**
   * How the traffic reaches the listener.
   *
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;

  /**
   * The address in the pod to which the listener forwards its traffic.
   *
   * @default the same port of the application, at the address that was called
   */
  readonly defaultEndpoint?: IngressEndpoint;

  /**
   * TLS for clients outside the mesh. It needs a PeerAuthentication that disables mutual TLS for the port, and
   * `ENABLE_TLS_ON_SIDECAR_INGRESS=true` in istiod.
   *
   * @default clients outside the mesh use plaintext; clients inside the mesh use mutual TLS without this
   */
  readonly tls?: SidecarTls;

  /**
   * Limits for the connections and requests to this port.
   *
   * @default the limits of the Sidecar's `inboundConnectionPool`
   */
  readonly connectionPool?: ConnectionPoolSettings;
}

/** @internal */
export function renderEgressListener(
  { hosts, port, bind, captureMode }: EgressListener,
  rendering: Rendering,
  field: FieldPath,
): SidecarSpecEgress {
  return {
    port: port && { ...port },
    bind,
    // The raw type has an enum of its own with the same values.
    captureMode: captureMode as unknown as SidecarSpecEgressCaptureMode | undefined,
    hosts: hosts.map((entry, i) => entry._render(rendering, [...field, 'hosts', i])),
  };
}

/** @internal */
export function renderIngressListener(listener: IngressListener): SidecarSpecIngress {
  const { port, bind, captureMode, defaultEndpoint, tls, connectionPool } = listener;
  return {
    port: { ...port },
    bind,
    // The raw types have enums of their own with the same values.
    captureMode: captureMode as unknown as SidecarSpecIngressCaptureMode | undefined,
    defaultEndpoint: defaultEndpoint?._render(),
    tls: tls?._render(),
    connectionPool:
      connectionPool && (renderConnectionPool(connectionPool) as unknown as SidecarSpecIngressConnectionPool),
  };
}
