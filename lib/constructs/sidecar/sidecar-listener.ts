import type {
  SidecarSpecEgress,
  SidecarSpecEgressCaptureMode,
  SidecarSpecIngress,
  SidecarSpecIngressCaptureMode,
  SidecarSpecIngressConnectionPool,
} from '../../../imports/networking.istio.io';
import { type ConnectionPoolSettings, renderConnectionPool } from '../destination-rule/connection-pool';
import type { Rendering } from '../rendering';
import type { PortProtocol } from '../traffic/port-protocol';
import type { EgressHosts } from './egress-hosts';
import type { SidecarTls } from './sidecar-tls';

/** How traffic comes to a listener. */
export enum CaptureMode {
  /** As the pod is set up. */
  DEFAULT = 'DEFAULT',
  /** By the rules of iptables that redirect it. */
  IPTABLES = 'IPTABLES',
  /** It is sent there: no redirection. */
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
   * @default none, for an egress listener on a unix socket
   */
  readonly number?: number;

  /**
   * What is spoken on the port.
   *
   * @default the first bytes of a connection tell
   */
  readonly protocol?: PortProtocol;

  /**
   * A name for the port.
   *
   * @default none
   */
  readonly name?: string;
}

/**
 * Some of what pods call.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export interface EgressListener {
  /** The hosts that can be called here; one at least. */
  readonly hosts: readonly EgressHosts[];

  /**
   * The port that is called.
   *
   * @default all ports that no other listener has
   */
  readonly port?: SidecarPort;

  /**
   * The IP address to listen on, or `unix://` and a path for a socket. Needs a port.
   *
   * @default where the application sends its calls
   */
  readonly bind?: string;

  /**
   * How calls come to the listener.
   *
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;
}

/**
 * Where in the pod an ingress listener passes traffic on to.
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
   * A unix socket.
   *
   * @param path absolute, or `@` and a name for a socket that is not in the file system
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
 * A port on which pods are called.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener
 */
export interface IngressListener {
  /** The port to listen on; it needs a number. */
  readonly port: SidecarPort & { readonly number: number };

  /**
   * The IP address to listen on.
   *
   * @default the address of the pod
   */
  readonly bind?: string;

  /**
   * How calls come to the listener.
   *
   * @default CaptureMode.DEFAULT
   */
  readonly captureMode?: CaptureMode;

  /**
   * Where in the pod calls are passed on to.
   *
   * @default the same port of the application, on the address that was called
   */
  readonly defaultEndpoint?: IngressEndpoint;

  /**
   * How callers from outside the mesh are decrypted. Works where mutual TLS is off for the port, by a
   * PeerAuthentication with mode DISABLE, and istiod has `ENABLE_TLS_ON_SIDECAR_INGRESS=true`.
   *
   * @default not at all; callers inside the mesh use mutual TLS without this
   */
  readonly tls?: SidecarTls;

  /**
   * Limits for what comes in on this port.
   *
   * @default those of the Sidecar's `inboundConnectionPool`
   */
  readonly connectionPool?: ConnectionPoolSettings;
}

/** @internal */
export function renderEgressListener(
  { hosts, port, bind, captureMode }: EgressListener,
  rendering: Rendering,
  field: string,
): SidecarSpecEgress {
  return {
    port: port && { ...port },
    bind,
    // The raw type has an enum of its own with the same values.
    captureMode: captureMode as unknown as SidecarSpecEgressCaptureMode | undefined,
    hosts: hosts.map((entry, i) => entry._render(rendering, `${field}.hosts[${i}]`)),
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
