import {
  type GatewaySpecServers,
  type GatewaySpecServersTls,
  GatewaySpecServersTlsMode,
} from '../../../imports/networking.istio.io';
import { copy } from '../rendering';
import type { ServerTls } from './server-tls';

/** What all servers of a Gateway have in common. */
export interface ServerOptions {
  /**
   * Hosts to serve: whole names, `*.example.com`, or `*` for all. With a namespace before it (`team-a/*.example.com`,
   * `./shop.example.com`), only VirtualServices of that namespace are bound to the host.
   */
  readonly hosts: readonly string[];

  /**
   * The address to listen on.
   *
   * @default all addresses of the pod
   */
  readonly bind?: string;

  /**
   * A name for the server, for access logs and tools.
   *
   * @default none
   */
  readonly name?: string;

  /**
   * The name of the port, unique in the Gateway.
   *
   * @default protocol and number, such as `http-80`
   */
  readonly portName?: string;
}

/** Options of a server for HTTP. */
export interface HttpServerOptions extends ServerOptions {
  /**
   * The port of the gateway that is listened on.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The version of HTTP that clients speak.
   *
   * @default HttpProtocol.HTTP
   */
  readonly protocol?: HttpProtocol;
}

/** Options of a server that redirects to HTTPS. */
export interface HttpsRedirectServerOptions extends ServerOptions {
  /**
   * The port of the gateway that is listened on.
   *
   * @default 80
   */
  readonly port?: number;
}

/** Options of a server for HTTPS. */
export interface HttpsServerOptions extends ServerOptions {
  /**
   * The port of the gateway that is listened on.
   *
   * @default 443
   */
  readonly port?: number;

  /** Certificates and versions of TLS. */
  readonly tls: ServerTls;
}

/** Options of a server for connections that stay encrypted. */
export interface TlsPassthroughServerOptions extends ServerOptions {
  /**
   * The port of the gateway that is listened on.
   *
   * @default 443
   */
  readonly port?: number;
}

/** Options of a server for TCP inside TLS. */
export interface TlsServerOptions extends ServerOptions {
  /** A port that the gateway's Service has; the default profile's has only 80 and 443 for this. */
  readonly port: number;

  /** Certificates and versions of TLS. */
  readonly tls: ServerTls;
}

/** Options of a server for plain TCP. */
export interface TcpServerOptions extends Omit<ServerOptions, 'hosts'> {
  /** A port that the gateway's Service has; the default profile's has only 80 and 443 for this. */
  readonly port: number;

  /**
   * Hosts whose VirtualServices are bound to the server; connections do not name one.
   *
   * @default all hosts
   */
  readonly hosts?: readonly string[];
}

/** Protocols of HTTP without encryption. */
export enum HttpProtocol {
  /** HTTP/1.1, or HTTP/2 where the client asks for it. */
  HTTP = 'HTTP',
  /** HTTP/2 without TLS. */
  HTTP2 = 'HTTP2',
  /** gRPC without TLS. */
  GRPC = 'GRPC',
  /** gRPC-Web without TLS, for browsers. */
  GRPC_WEB = 'GRPC-WEB',
}

/**
 * A port of a Gateway, its protocol and its hosts.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export class Server {
  /** Plain HTTP, routed by the `http` routes of VirtualServices. */
  static http({ port = 80, protocol = HttpProtocol.HTTP, ...options }: HttpServerOptions): Server {
    return new Server(protocol, port, options);
  }

  /**
   * Answers every plain HTTP request for the hosts with 301 to the same address with `https://`. For hosts with a
   * namespace before them, a VirtualService of that namespace must have them, too.
   */
  static httpsRedirect({ port = 80, ...options }: HttpsRedirectServerOptions): Server {
    return new Server('HTTP', port, options, { httpsRedirect: true });
  }

  /** HTTPS, decrypted here and routed by the `http` routes of VirtualServices. */
  static https({ port = 443, tls, ...options }: HttpsServerOptions): Server {
    return new Server('HTTPS', port, options, tls._render());
  }

  /** Encrypted connections, passed on unopened by the `tls` routes of VirtualServices. */
  static tlsPassthrough({ port = 443, ...options }: TlsPassthroughServerOptions): Server {
    return new Server('TLS', port, options, { mode: GatewaySpecServersTlsMode.PASSTHROUGH });
  }

  /** TCP inside TLS, decrypted here and routed by the `tcp` routes of VirtualServices. */
  static tls({ port, tls, ...options }: TlsServerOptions): Server {
    return new Server('TLS', port, options, tls._render());
  }

  /** Plain TCP, routed by the `tcp` routes of VirtualServices. */
  static tcp({ port, hosts = ['*'], ...options }: TcpServerOptions): Server {
    return new Server('TCP', port, { hosts, ...options });
  }

  private constructor(
    private readonly protocol: string,
    private readonly port: number,
    private readonly options: ServerOptions,
    private readonly tls?: GatewaySpecServersTls,
  ) {}

  /** The name of the port, where one was given. */
  get portName(): string | undefined {
    return this.options.portName;
  }

  /**
   * @param uniqueName makes a name for the port out of a wish
   * @internal
   */
  _render(uniqueName: (wish: string) => string): GatewaySpecServers {
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
      tls: this.tls,
    };
  }
}
