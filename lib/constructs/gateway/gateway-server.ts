import {
  type GatewaySpecServers,
  type GatewaySpecServersTls,
  GatewaySpecServersTlsMode,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { copy, type Rendering } from '../rendering';
import { ServerTls } from './server-tls';

/**
 * Options that all servers of a Gateway have in common.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export interface ServerOptions {
  /**
   * The hosts that the server serves: full names, `*.example.com`, or `*` for all. A namespace before a host
   * (`team-a/*.example.com`, `./shop.example.com`) binds only the VirtualServices of that namespace to the host.
   */
  readonly hosts: readonly string[];

  /**
   * The address to listen on.
   *
   * @default all addresses of the pod
   */
  readonly bind?: string;

  /**
   * A name for the server, which access logs and tools show.
   *
   * @default the server has no name
   */
  readonly name?: string;

  /**
   * The name of the port, unique in the Gateway.
   *
   * @default the protocol and the number, such as `http-80`
   */
  readonly portName?: string;
}

/**
 * Options of a server for HTTP.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export interface HttpServerOptions extends ServerOptions {
  /**
   * The port of the gateway's Service.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The protocol of the clients.
   *
   * @default HttpProtocol.HTTP
   */
  readonly protocol?: HttpProtocol;
}

/**
 * Options of a server that redirects to HTTPS.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export interface HttpsRedirectServerOptions extends ServerOptions {
  /**
   * The port of the gateway's Service.
   *
   * @default 80
   */
  readonly port?: number;
}

/**
 * Options of a server for HTTPS.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export interface HttpsServerOptions extends ServerOptions {
  /**
   * The port of the gateway's Service.
   *
   * @default 443
   */
  readonly port?: number;

  /** The certificates and the versions of TLS. */
  readonly tls: ServerTls;
}

/**
 * Options of a server that forwards TLS connections without decrypting them.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export interface TlsPassthroughServerOptions extends ServerOptions {
  /**
   * The port of the gateway's Service.
   *
   * @default 443
   */
  readonly port?: number;

  /**
   * The protocol of the port. Both words mean the same here.
   *
   * @default 'TLS'
   */
  readonly protocol?: 'TLS' | 'HTTPS';
}

/**
 * Options of a server for the clients of other networks of the mesh.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode
 */
export interface TlsAutoPassthroughServerOptions extends ServerOptions {
  /**
   * The port of the gateway's Service.
   *
   * @default 15443, which Istio calls in another network
   */
  readonly port?: number;
}

/**
 * Options of a server that decrypts TLS connections and forwards TCP.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export interface TlsServerOptions extends ServerOptions {
  /** A port of the gateway's Service. The Service of the default profile has only 80 and 443 for this. */
  readonly port: number;

  /** The certificates and the versions of TLS. */
  readonly tls: ServerTls;
}

/**
 * Options of a server for plain TCP.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export interface TcpServerOptions extends Omit<ServerOptions, 'hosts'> {
  /** A port of the gateway's Service. The Service of the default profile has only 80 and 443 for this. */
  readonly port: number;

  /**
   * The hosts whose VirtualServices are bound to the server. TCP connections do not name a host.
   *
   * @default all hosts
   */
  readonly hosts?: readonly string[];
}

/**
 * The protocols of a server for HTTP without TLS.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port
 */
export enum HttpProtocol {
  /** HTTP/1.1, or HTTP/2 if the client asks for it. */
  HTTP = 'HTTP',
  /** HTTP/2 without TLS. */
  HTTP2 = 'HTTP2',
  /** gRPC without TLS. */
  GRPC = 'GRPC',
  /** gRPC-Web without TLS, for browsers. */
  GRPC_WEB = 'GRPC-WEB',
}

/**
 * A server of a Gateway: a port with its protocol, its hosts and its certificates.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export class Server {
  /** HTTP without TLS. The `http` routes of VirtualServices apply. */
  static http({ port = 80, protocol = HttpProtocol.HTTP, ...options }: HttpServerOptions): Server {
    return new Server(protocol, port, options);
  }

  /**
   * Answers every HTTP request for the hosts with a 301 redirect to the same address with `https://`. For a host with a
   * namespace before it, a VirtualService of that namespace must also have the host.
   */
  static httpsRedirect({ port = 80, ...options }: HttpsRedirectServerOptions): Server {
    return new Server('HTTP', port, options, { httpsRedirect: true });
  }

  /** HTTPS. The gateway decrypts it, and the `http` routes of VirtualServices apply. */
  static https({ port = 443, tls, ...options }: HttpsServerOptions): Server {
    return new Server('HTTPS', port, options, tls);
  }

  /** TLS connections that the gateway does not decrypt. The `tls` routes of VirtualServices apply. */
  static tlsPassthrough({ port = 443, protocol = 'TLS', ...options }: TlsPassthroughServerOptions): Server {
    return new Server(protocol, port, options, { mode: GatewaySpecServersTlsMode.PASSTHROUGH });
  }

  /**
   * Forwards TLS connections from other networks of the mesh to the Service that the SNI names, without decrypting them and
   * without a VirtualService.
   */
  static tlsAutoPassthrough({ port = 15443, ...options }: TlsAutoPassthroughServerOptions): Server {
    const mode = GatewaySpecServersTlsMode.AUTO_UNDERSCORE_PASSTHROUGH;
    return new Server('TLS', port, options, { mode });
  }

  /** TCP over TLS. The gateway decrypts it, and the `tcp` routes of VirtualServices apply. */
  static tls({ port, tls, ...options }: TlsServerOptions): Server {
    return new Server('TLS', port, options, tls);
  }

  /** TCP without TLS. The `tcp` routes of VirtualServices apply. */
  static tcp({ port, hosts = ['*'], ...options }: TcpServerOptions): Server {
    return new Server('TCP', port, { hosts, ...options });
  }

  private constructor(
    private readonly protocol: string,
    private readonly port: number,
    private readonly options: ServerOptions,
    private readonly tls?: ServerTls | GatewaySpecServersTls,
  ) {}

  /** The name of the port; undefined if none was given. */
  get portName(): string | undefined {
    return this.options.portName;
  }

  /**
   * @param uniqueName makes a unique name for the port
   * @internal
   */
  _render(uniqueName: (wish: string) => string, rendering: Rendering, field: FieldPath): GatewaySpecServers {
    const { hosts, bind, name, portName } = this.options;
    return {
      name,
      bind,
      hosts: copy(hosts) ?? [],
      port: {
        number: this.port,
        name: portName ?? uniqueName(`${this.protocol.toLowerCase()}-${this.port}`),
        protocol: this.protocol,
      },
      tls: this.tls instanceof ServerTls ? this.tls._render(rendering, [...field, 'tls']) : this.tls,
    };
  }
}
