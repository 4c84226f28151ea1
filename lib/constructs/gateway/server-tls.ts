import {
  type GatewaySpecServersTls,
  type GatewaySpecServersTlsMaxProtocolVersion,
  type GatewaySpecServersTlsMinProtocolVersion,
  GatewaySpecServersTlsMode,
} from '../../../imports/networking.istio.io';
import type { CipherSuite } from '../../admission';
import type { FieldPath } from '../../manifests/manifest';
import { type SecretLike, secretName } from '../kubernetes/secret';
import { isList, list, type Rendering } from '../rendering';

/**
 * Versions of TLS.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol
 */
export enum TlsVersion {
  /** TLS 1.0, which is not secure. */
  TLSV1_0 = 'TLSV1_0',
  /** TLS 1.1, which is not secure. */
  TLSV1_1 = 'TLSV1_1',
  /** TLS 1.2. */
  TLSV1_2 = 'TLSV1_2',
  /** TLS 1.3. */
  TLSV1_3 = 'TLSV1_3',
}

/** A Secret of type `kubernetes.io/tls`: its name, a construct of any version of cdk8s-plus, or an `ApiObject`. */
export type Credential = SecretLike;

/**
 * Options of TLS at a server of a Gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export interface ServerTlsOptions {
  /**
   * The Secret with the certificate and the key, or two Secrets: one with an RSA key and one with an ECDSA key.
   *
   * The gateway looks the Secret up in the namespace of its pods (`istio-system` for the default profile), whatever the
   * namespace of the Gateway object.
   */
  readonly credentialName: Credential | readonly Credential[];

  /**
   * The oldest version of TLS that the server accepts.
   *
   * @default TlsVersion.TLSV1_2
   */
  readonly minProtocolVersion?: TlsVersion;

  /**
   * The newest version of TLS that the server accepts.
   *
   * @default TlsVersion.TLSV1_3
   */
  readonly maxProtocolVersion?: TlsVersion;

  /**
   * The cipher suites for TLS 1.2.
   *
   * @default the cipher suites that Envoy chooses
   */
  readonly cipherSuites?: readonly CipherSuite[];

  /**
   * The elliptic curves for the key exchange, in order of preference, such as `X25519` and `P-256`. From Istio 1.32 on.
   *
   * @default the curves of the mesh configuration, else those that Envoy chooses
   */
  readonly ecdhCurves?: readonly string[];

  /**
   * The application protocols (ALPN) that the server offers. A list without `h2` keeps clients from HTTP/2, and so from gRPC.
   * From Istio 1.32 on.
   *
   * @default `h2` and `http/1.1`
   */
  readonly alpnProtocols?: readonly string[];
}

/**
 * Options of TLS at a server that verifies client certificates.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export interface MutualServerTlsOptions extends ServerTlsOptions {
  /**
   * A separate Secret with the CA certificates (`ca.crt` or `cacert`) that verify client certificates.
   *
   * @default `ca.crt` of the Secret in `credentialName`, or of the Secret with that name and the suffix `-cacert`
   */
  readonly caCertCredentialName?: Credential;

  /**
   * Subject alternative names. A client certificate must contain one of them.
   *
   * @default any name
   */
  readonly subjectAltNames?: readonly string[];

  /**
   * SHA-256 hashes of public keys (SPKI), in Base64. The key of a client certificate must be one of them.
   *
   * @default any key
   */
  readonly verifyCertificateSpki?: readonly string[];

  /**
   * SHA-256 hashes of the client certificates that the server accepts, in hexadecimal.
   *
   * @default any certificate
   */
  readonly verifyCertificateHash?: readonly string[];

  /**
   * Whether the server also accepts client certificates that it cannot verify. Anyone can then forge the identity in a
   * certificate, so do not trust `principals` in policies there. From Istio 1.31 on.
   *
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/**
 * TLS at a server of a Gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class ServerTls {
  /** The server presents a certificate. Clients do not need one. */
  static simple(options: ServerTlsOptions): ServerTls {
    return new ServerTls(GatewaySpecServersTlsMode.SIMPLE, options);
  }

  /** Mutual TLS: the server and the clients present certificates. */
  static mutual(options: MutualServerTlsOptions): ServerTls {
    return new ServerTls(GatewaySpecServersTlsMode.MUTUAL, options);
  }

  /** Clients may present a certificate. If they do, it must be valid. */
  static optionalMutual(options: MutualServerTlsOptions): ServerTls {
    return new ServerTls(GatewaySpecServersTlsMode.OPTIONAL_UNDERSCORE_MUTUAL, options);
  }

  /** Mutual TLS with the mesh's own certificates, for clients with a sidecar. */
  static istioMutual(options: Omit<ServerTlsOptions, 'credentialName'> = {}): ServerTls {
    return new ServerTls(GatewaySpecServersTlsMode.ISTIO_UNDERSCORE_MUTUAL, options);
  }

  private constructor(
    private readonly mode: GatewaySpecServersTlsMode,
    private readonly options: Partial<MutualServerTlsOptions>,
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): GatewaySpecServersTls {
    const { credentialName, caCertCredentialName, minProtocolVersion, maxProtocolVersion } = this.options;
    const names = isList(credentialName)
      ? credentialName.map((secret, i) => secretName(secret, rendering, [...field, 'credentialNames', i]))
      : undefined;
    return {
      mode: this.mode,
      credentialName:
        credentialName === undefined || isList(credentialName)
          ? undefined
          : secretName(credentialName, rendering, [...field, 'credentialName']),
      credentialNames: list(names),
      caCertCredentialName:
        caCertCredentialName &&
        secretName(caCertCredentialName, rendering, [...field, 'caCertCredentialName']),
      subjectAltNames: list(this.options.subjectAltNames),
      verifyCertificateSpki: list(this.options.verifyCertificateSpki),
      verifyCertificateHash: list(this.options.verifyCertificateHash),
      // The raw types have enums of their own with the same values.
      minProtocolVersion: minProtocolVersion as unknown as GatewaySpecServersTlsMinProtocolVersion,
      maxProtocolVersion: maxProtocolVersion as unknown as GatewaySpecServersTlsMaxProtocolVersion,
      cipherSuites: list(this.options.cipherSuites),
      ecdhCurves: list(this.options.ecdhCurves),
      alpnProtocols: list(this.options.alpnProtocols),
      insecureSkipVerify: this.options.insecureSkipVerify,
    };
  }
}
